import type { KubeObject } from "../../object.ts";
import { get, isObject, set } from "../../patch/json.ts";
import { ageColumn, column, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import { checkSelector, selectorText } from "../selector.ts";
import { at, ensure, fill, items } from "../values.ts";

function setPolicyDefaults(policy: KubeObject): void {
  const spec = ensure(policy, "spec");
  if (items(get(spec, "policyTypes")).length === 0) {
    const hasEgress = items(get(spec, "egress")).length > 0;
    set(spec, "policyTypes", hasEgress ? ["Ingress", "Egress"] : ["Ingress"]);
  }
  const rules = [...items(get(spec, "ingress")), ...items(get(spec, "egress"))];
  for (const port of rules.flatMap((rule) => items(at(rule, "ports")))) {
    if (isObject(port)) fill(port, "protocol", "TCP");
  }
}

export const networkPolicy = builtin({
  group: "networking.k8s.io",
  version: "v1",
  kind: "NetworkPolicy",
  plural: "networkpolicies",
  shortNames: ["netpol"],
  columns: [
    nameColumn,
    column("Pod-Selector", (policy) => selectorText(at(policy, "spec", "podSelector")) || "<none>"),
    ageColumn,
  ],
  setDefaults: setPolicyDefaults,
  check: (policy, _before, found) =>
    checkSelector(at(policy, "spec", "podSelector"), "spec.podSelector", found),
});
