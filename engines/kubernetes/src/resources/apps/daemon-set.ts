import type { KubeObject } from "../../object.ts";
import { get } from "../../patch/json.ts";
import {
  ageColumn,
  column,
  count,
  labelsCell,
  nameColumn,
  selectorColumn,
  templateColumns,
} from "../cells.ts";
import { setTemplateDefaults } from "../core/pod-defaults.ts";
import { builtin } from "../declare.ts";
import { at, ensure, fill, number, records, text } from "../values.ts";
import { of, template } from "./columns.ts";
import { checkDaemonSet } from "./workload-check.ts";

function setDaemonSetDefaults(set: KubeObject): void {
  const spec = ensure(set, "spec");
  const strategy = ensure(spec, "updateStrategy");
  fill(strategy, "type", "RollingUpdate");
  if (get(strategy, "type") === "RollingUpdate") {
    const rolling = ensure(strategy, "rollingUpdate");
    fill(rolling, "maxUnavailable", 1);
    fill(rolling, "maxSurge", 0);
  }
  fill(spec, "revisionHistoryLimit", 10);
  setTemplateDefaults(spec);
}

export const daemonSet = builtin({
  group: "apps",
  version: "v1",
  kind: "DaemonSet",
  plural: "daemonsets",
  shortNames: ["ds"],
  categories: ["all"],
  status: () => ({
    currentNumberScheduled: 0,
    desiredNumberScheduled: 0,
    numberMisscheduled: 0,
    numberReady: 0,
  }),
  columns: [
    nameColumn,
    count("Desired", of("status", "desiredNumberScheduled")),
    count("Current", of("status", "currentNumberScheduled")),
    count("Ready", of("status", "numberReady")),
    count("Up-to-date", of("status", "updatedNumberScheduled")),
    count("Available", of("status", "numberAvailable")),
    column("Node Selector", labelsCell(...template, "spec", "nodeSelector")),
    ageColumn,
    ...templateColumns(...template),
    selectorColumn("spec", "selector"),
  ],
  setDefaults: setDaemonSetDefaults,
  check: checkDaemonSet,
});

/** `deployment.apps/web` */
function controller(revision: KubeObject): string {
  const owners = records(at(revision, "metadata", "ownerReferences"));
  const owner = owners.find((one) => get(one, "controller") === true);
  if (owner === undefined) return "<none>";
  const version = text(get(owner, "apiVersion"));
  const group = version.includes("/") ? `.${version.slice(0, version.indexOf("/"))}` : "";
  return `${text(get(owner, "kind")).toLowerCase()}${group}/${text(get(owner, "name"))}`;
}

export const controllerRevision = builtin({
  group: "apps",
  version: "v1",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  columns: [
    nameColumn,
    column("Controller", controller),
    column("Revision", (revision) => number(revision["revision"])),
    ageColumn,
  ],
});
