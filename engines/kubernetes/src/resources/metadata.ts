import type { KubeObject } from "../object.ts";
import { get } from "../patch/json.ts";
import type { Findings } from "./findings.ts";
import { type Check, dns1035Label, dnsLabel, dnsSubdomain, pathSegment, qualifiedName } from "./formats.ts";
import { checkAnnotations, checkLabels } from "./labels.ts";
import { fields, items, records, text } from "./values.ts";

/** What names of a kind look like. */
export type NameRule = "subdomain" | "label" | "dns1035" | "segment";

const rules: Readonly<Record<NameRule, Check>> = {
  subdomain: dnsSubdomain,
  label: dnsLabel,
  dns1035: dns1035Label,
  segment: pathSegment,
};

/** @param rule  undefined when the name was accepted before */
export function checkMetadata(object: KubeObject, rule: NameRule | undefined, found: Findings): void {
  const metadata = fields(object.metadata);
  const name = text(get(metadata, "name"));
  if (name === "") found.required("metadata.name", "name or generateName is required");
  else if (rule !== undefined) found.invalidFor("metadata.name", name, rules[rule](name));
  checkLabels(get(metadata, "labels"), "metadata.labels", found);
  checkAnnotations(get(metadata, "annotations"), "metadata.annotations", found);
  checkOwners(get(metadata, "ownerReferences"), found);
  for (const finalizer of items(get(metadata, "finalizers"))) {
    found.invalidFor("metadata.finalizers", finalizer, qualifiedName(text(finalizer)));
  }
}

function checkOwners(references: unknown, found: Findings): void {
  const path = "metadata.ownerReferences";
  const owners = records(references);
  for (const [index, owner] of owners.entries()) {
    for (const field of ["apiVersion", "kind", "name", "uid"]) {
      const value = text(get(owner, field));
      if (value === "") found.invalid(`${path}[${index}].${field}`, value, `${field} must not be empty`);
    }
  }
  const controllers = owners.filter((owner) => get(owner, "controller") === true);
  if (controllers.length > 1) {
    const names = controllers.map((owner) => `${text(get(owner, "kind"))}/${text(get(owner, "name"))}`);
    found.invalid(path, names, "Only one reference can have Controller set to true");
  }
}
