import type { KubeObject } from "../../object.ts";
import { ageColumn, column, count, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import type { Findings } from "../findings.ts";
import { fill, number, text } from "../values.ts";

const highest = 1_000_000_000;
const policies = ["Never", "PreemptLowerPriority"];

function checkPriorityClass(object: KubeObject, before: KubeObject | undefined, found: Findings): void {
  const name = text(object.metadata?.name);
  const isSystem = name === "system-node-critical" || name === "system-cluster-critical";
  if (name.startsWith("system-") && !isSystem && before === undefined) {
    found.forbidden(
      "metadata.name",
      "priority class names with 'system-' prefix are reserved for system use only. error: the name is not one of the known system priority classes",
    );
  }
  if (number(object["value"]) > highest && !isSystem) {
    found.forbidden("value", `maximum allowed value of a user defined priority is ${highest}`);
  }
  const policy = text(object["preemptionPolicy"]);
  if (!policies.includes(policy)) found.unsupported("preemptionPolicy", policy, policies);
  if (before !== undefined && number(before["value"]) !== number(object["value"])) {
    found.forbidden("Value", "may not be changed in an update.");
  }
}

export const priorityClass = builtin({
  group: "scheduling.k8s.io",
  version: "v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  shortNames: ["pc"],
  isClusterWide: true,
  columns: [
    nameColumn,
    count("Value", (priorityClass) => number(priorityClass["value"])),
    column("Global-Default", (priorityClass) => priorityClass["globalDefault"] === true, { type: "boolean" }),
    ageColumn,
    column("PreemptionPolicy", (priorityClass) => text(priorityClass["preemptionPolicy"])),
  ],
  setDefaults: (priorityClass) => fill(priorityClass, "preemptionPolicy", "PreemptLowerPriority"),
  check: checkPriorityClass,
});
