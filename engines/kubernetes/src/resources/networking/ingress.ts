import type { KubeObject } from "../../object.ts";
import { get, isObject } from "../../patch/json.ts";
import { ageColumn, column, nameColumn, nameOf } from "../cells.ts";
import { loadBalancerText } from "../core/service.ts";
import { builtin } from "../declare.ts";
import { at, fill, items, present, records, text } from "../values.ts";
import { checkIngress } from "./ingress-check.ts";

const mostHosts = 3;

function hosts(ingress: KubeObject): string {
  const rules = records(at(ingress, "spec", "rules"));
  const named: string[] = [];
  // Rules that come when there are enough hosts make it "more", whether they name one or not.
  let hasMore = false;
  for (const rule of rules) {
    const host = text(get(rule, "host"));
    if (named.length === mostHosts) hasMore = true;
    else if (host !== "") named.push(host);
  }
  if (named.length === 0) return "*";
  return named.join(",") + (hasMore ? ` + ${rules.length - mostHosts} more...` : "");
}

export const ingress = builtin({
  group: "networking.k8s.io",
  version: "v1",
  kind: "Ingress",
  plural: "ingresses",
  shortNames: ["ing"],
  status: () => ({ loadBalancer: {} }),
  columns: [
    nameColumn,
    column("Class", (ingress) => {
      const name = at(ingress, "spec", "ingressClassName");
      return present(name) ? text(name) : "<none>";
    }),
    column("Hosts", hosts),
    column("Address", loadBalancerText),
    column("Ports", (ingress) => (items(at(ingress, "spec", "tls")).length > 0 ? "80, 443" : "80")),
    ageColumn,
  ],
  check: checkIngress,
});

const isDefault = (object: KubeObject, annotation: string) =>
  at(object, "metadata", "annotations", annotation) === "true";

/** The name, and that it is the one used when none is named. */
export const nameAndDefault = (annotation: string) => (object: KubeObject) =>
  nameOf(object) + (isDefault(object, annotation) ? " (default)" : "");

function parameters(ingressClass: KubeObject): string {
  const reference = at(ingressClass, "spec", "parameters");
  if (!isObject(reference)) return "<none>";
  const group = present(get(reference, "apiGroup")) ? `.${text(get(reference, "apiGroup"))}` : "";
  return `${text(get(reference, "kind"))}${group}/${text(get(reference, "name"))}`;
}

export const ingressClass = builtin({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IngressClass",
  plural: "ingressclasses",
  isClusterWide: true,
  columns: [
    column("Name", nameAndDefault("ingressclass.kubernetes.io/is-default-class"), { format: "name" }),
    column("Controller", (ingressClass) => text(at(ingressClass, "spec", "controller"))),
    column("Parameters", parameters),
    ageColumn,
  ],
  setDefaults: (ingressClass) => {
    const reference = at(ingressClass, "spec", "parameters");
    if (isObject(reference)) fill(reference, "scope", "Cluster");
  },
});
