import type { KubeObject } from "../../object.ts";
import { ageColumn, column, count, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import type { Findings } from "../findings.ts";
import { checkIntOrPercent } from "../int-or-percent.ts";
import { checkSelector } from "../selector.ts";
import { at, number, present } from "../values.ts";

const bound = (field: string) => (budget: KubeObject) => {
  const value = at(budget, "spec", field);
  return typeof value === "string" || typeof value === "number" ? `${value}` : "N/A";
};

function checkBudget(budget: KubeObject, _before: KubeObject | undefined, found: Findings): void {
  const spec = budget["spec"];
  const bounds = ["minAvailable", "maxUnavailable"].filter((field) => present(at(spec, field)));
  if (bounds.length === 2) found.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
  for (const field of bounds) checkIntOrPercent(at(spec, field), `spec.${field}`, found);
  checkSelector(at(spec, "selector"), "spec.selector", found);
}

export const podDisruptionBudget = builtin({
  group: "policy",
  version: "v1",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  shortNames: ["pdb"],
  status: () => ({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
  columns: [
    nameColumn,
    column("Min Available", bound("minAvailable")),
    column("Max Unavailable", bound("maxUnavailable")),
    count("Allowed Disruptions", (budget) => number(at(budget, "status", "disruptionsAllowed"))),
    ageColumn,
  ],
  check: checkBudget,
});
