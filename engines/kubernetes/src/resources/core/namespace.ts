import { get, set } from "../../patch/json.ts";
import { ageColumn, column, createdColumn, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import { quantityText } from "../quantity.ts";
import { at, ensure, fields, items, text } from "../values.ts";
import { checkNamespace } from "./namespace-check.ts";
import { setLimitDefaults } from "./limits.ts";

export const namespace = builtin({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  isClusterWide: true,
  names: "label",
  status: () => ({ phase: "Active" }),
  others: [{ name: "finalize", kind: "Namespace", verbs: ["update"] }],
  selectable: ["status.phase"],
  columns: [nameColumn, column("Status", (namespace) => text(at(namespace, "status", "phase"))), ageColumn],
  setDefaults: (namespace) => {
    const metadata = ensure(namespace, "metadata");
    const name = text(get(metadata, "name"));
    if (name !== "") set(ensure(metadata, "labels"), "kubernetes.io/metadata.name", name);
  },
  // It ends when what is in it has ended: that it has is said through `finalize` alone.
  prepare: (namespace, before) => {
    const finalizers = before === undefined ? ["kubernetes"] : at(before, "spec", "finalizers");
    set(ensure(namespace, "spec"), "finalizers", structuredClone(finalizers));
  },
});

/** What is used of what may be, of requests or of limits. */
const used = (isLimit: boolean) => (quota: unknown) => {
  const hard = fields(at(quota, "status", "hard"));
  return Object.keys(hard)
    .filter((resource) => resource.startsWith("limits.") === isLimit)
    .toSorted()
    .map((resource) => {
      const now = quantityText(at(quota, "status", "used", resource));
      return `${resource}: ${now}/${quantityText(get(hard, resource))}`;
    })
    .join(", ");
};

export const resourceQuota = builtin({
  group: "",
  version: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  shortNames: ["quota"],
  status: () => ({}),
  columns: [nameColumn, column("Request", used(false)), column("Limit", used(true)), ageColumn],
  check: checkNamespace.quota,
});

export const limitRange = builtin({
  group: "",
  version: "v1",
  kind: "LimitRange",
  plural: "limitranges",
  shortNames: ["limits"],
  columns: [nameColumn, createdColumn],
  setDefaults: (range) => {
    for (const limit of items(at(range, "spec", "limits"))) setLimitDefaults(limit);
  },
  check: checkNamespace.limits,
});
