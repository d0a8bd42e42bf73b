import type { KubeObject } from "../../object.ts";
import { ageColumn, column, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import type { Findings } from "../findings.ts";
import { at, text } from "../values.ts";

function checkLease(lease: KubeObject, _before: KubeObject | undefined, found: Findings): void {
  const seconds = at(lease, "spec", "leaseDurationSeconds");
  if (typeof seconds === "number" && seconds <= 0) {
    found.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0");
  }
  const transitions = at(lease, "spec", "leaseTransitions");
  if (typeof transitions === "number" && transitions < 0) {
    found.invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0");
  }
}

export const lease = builtin({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  columns: [nameColumn, column("Holder", (lease) => text(at(lease, "spec", "holderIdentity"))), ageColumn],
  check: checkLease,
});
