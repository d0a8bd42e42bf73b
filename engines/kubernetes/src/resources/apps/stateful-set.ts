import type { KubeObject } from "../../object.ts";
import { get, isObject, type JsonObject } from "../../patch/json.ts";
import { ageColumn, column, nameColumn, templateColumns } from "../cells.ts";
import { setClaimDefaults, setTemplateDefaults } from "../core/pod-defaults.ts";
import { builtin } from "../declare.ts";
import { ensure, fill, items, text } from "../values.ts";
import { readyOfWanted, template } from "./columns.ts";
import { checkStatefulSet } from "./workload-check.ts";

function setStatefulSetDefaults(set: KubeObject): void {
  const spec = ensure(set, "spec");
  fill(spec, "podManagementPolicy", "OrderedReady");
  setStrategyDefaults(ensure(spec, "updateStrategy"));
  const retention = ensure(spec, "persistentVolumeClaimRetentionPolicy");
  fill(retention, "whenDeleted", "Retain");
  fill(retention, "whenScaled", "Retain");
  fill(spec, "replicas", 1);
  fill(spec, "revisionHistoryLimit", 10);
  setTemplateDefaults(spec);
  for (const claim of items(get(spec, "volumeClaimTemplates"))) {
    if (isObject(claim)) setClaimTemplateDefaults(claim);
  }
}

function setStrategyDefaults(strategy: JsonObject): void {
  if (text(get(strategy, "type")) === "") {
    fill(strategy, "type", "RollingUpdate");
    ensure(strategy, "rollingUpdate");
  }
  const rolling = get(strategy, "rollingUpdate");
  if (get(strategy, "type") === "RollingUpdate" && isObject(rolling)) fill(rolling, "partition", 0);
}

function setClaimTemplateDefaults(claim: JsonObject): void {
  fill(claim, "apiVersion", "v1");
  fill(claim, "kind", "PersistentVolumeClaim");
  setClaimDefaults(ensure(claim, "spec"));
  fill(ensure(claim, "status"), "phase", "Pending");
}

export const statefulSet = builtin({
  group: "apps",
  version: "v1",
  kind: "StatefulSet",
  plural: "statefulsets",
  shortNames: ["sts"],
  categories: ["all"],
  status: () => ({ replicas: 0, availableReplicas: 0 }),
  hasScale: true,
  columns: [nameColumn, column("Ready", readyOfWanted), ageColumn, ...templateColumns(...template)],
  setDefaults: setStatefulSetDefaults,
  check: checkStatefulSet,
});
