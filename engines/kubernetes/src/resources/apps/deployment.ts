import type { KubeObject } from "../../object.ts";
import { get } from "../../patch/json.ts";
import { ageColumn, column, nameColumn, selectorColumn, templateColumns, wide } from "../cells.ts";
import { setTemplateDefaults } from "../core/pod-defaults.ts";
import { builtin } from "../declare.ts";
import { selectorText } from "../selector.ts";
import { at, ensure, fill } from "../values.ts";
import { of, readyOfWanted, template } from "./columns.ts";
import { checkDeployment, checkReplicaSet } from "./workload-check.ts";

function setDeploymentDefaults(deployment: KubeObject): void {
  const spec = ensure(deployment, "spec");
  fill(spec, "replicas", 1);
  const strategy = ensure(spec, "strategy");
  fill(strategy, "type", "RollingUpdate");
  if (get(strategy, "type") === "RollingUpdate") {
    const rolling = ensure(strategy, "rollingUpdate");
    fill(rolling, "maxUnavailable", "25%");
    fill(rolling, "maxSurge", "25%");
  }
  fill(spec, "revisionHistoryLimit", 10);
  fill(spec, "progressDeadlineSeconds", 600);
  setTemplateDefaults(spec);
}

export const deployment = builtin({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  shortNames: ["deploy"],
  categories: ["all"],
  status: () => ({}),
  hasScale: true,
  columns: [
    nameColumn,
    column("Ready", readyOfWanted),
    column("Up-to-date", of("status", "updatedReplicas")),
    column("Available", of("status", "availableReplicas")),
    ageColumn,
    ...templateColumns(...template),
    wide("Selector", (deployment) => selectorText(at(deployment, "spec", "selector"))),
  ],
  setDefaults: setDeploymentDefaults,
  check: checkDeployment,
});

export const replicaSet = builtin({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  plural: "replicasets",
  shortNames: ["rs"],
  categories: ["all"],
  status: () => ({ replicas: 0 }),
  hasScale: true,
  selectable: ["status.replicas"],
  columns: [
    nameColumn,
    column("Desired", of("spec", "replicas"), { type: "integer" }),
    column("Current", of("status", "replicas"), { type: "integer" }),
    column("Ready", of("status", "readyReplicas"), { type: "integer" }),
    ageColumn,
    ...templateColumns(...template),
    selectorColumn("spec", "selector"),
  ],
  setDefaults: (set) => {
    const spec = ensure(set, "spec");
    fill(spec, "replicas", 1);
    setTemplateDefaults(spec);
  },
  check: checkReplicaSet,
});
