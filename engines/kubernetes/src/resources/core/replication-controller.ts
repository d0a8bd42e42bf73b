import type { KubeObject } from "../../object.ts";
import { get } from "../../patch/json.ts";
import { of, template } from "../apps/columns.ts";
import { checkReplicas } from "../apps/workload-check.ts";
import { ageColumn, column, labelsCell, nameColumn, templateColumns, wide } from "../cells.ts";
import { builtin } from "../declare.ts";
import { at, ensure, fields, fill, present } from "../values.ts";
import { setTemplateDefaults } from "./pod-defaults.ts";

function setDefaults(controller: KubeObject): void {
  const spec = ensure(controller, "spec");
  const labels = at(spec, "template", "metadata", "labels");
  if (present(labels)) {
    fillEmpty(spec, "selector", labels);
    fillEmpty(controller.metadata as unknown as Record<string, unknown>, "labels", labels);
  }
  fill(spec, "replicas", 1);
  setTemplateDefaults(spec);
}

function fillEmpty(object: Record<string, unknown>, field: string, labels: unknown): void {
  if (Object.keys(fields(get(object, field))).length === 0) object[field] = structuredClone(labels);
}

export const replicationController = builtin({
  group: "",
  version: "v1",
  kind: "ReplicationController",
  plural: "replicationcontrollers",
  shortNames: ["rc"],
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
    wide("Selector", labelsCell("spec", "selector")),
  ],
  setDefaults,
  check: (controller, _before, found) => {
    const spec = fields(controller["spec"]);
    checkReplicas(spec, { matchLabels: fields(get(spec, "selector")) }, "ReplicationController", found);
  },
});
