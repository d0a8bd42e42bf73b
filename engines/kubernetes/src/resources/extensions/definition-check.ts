import type { KubeObject } from "../../object.ts";
import { get, isObject, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { dns1035Label, dnsSubdomain } from "../formats.ts";
import { checkImmutable } from "../same.ts";
import { at, fields, present, records, text, texts } from "../values.ts";
import { checkSchema } from "./schema-check.ts";

/** Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ */
export function checkDefinition(
  definition: KubeObject,
  before: KubeObject | undefined,
  found: Findings,
): void {
  const spec = fields(definition["spec"]);
  const group = text(get(spec, "group"));
  const plural = text(at(spec, "names", "plural"));
  const name = text(at(definition, "metadata", "name"));
  const wanted = `${plural}.${group}`;
  if (name !== wanted) found.invalid("metadata.name", name, `must be spec.names.plural+"."+spec.group`);
  checkGroup(group, found);
  checkScope(text(get(spec, "scope")), found);
  checkNames(fields(get(spec, "names")), found);
  checkVersions(records(get(spec, "versions")), found);
  if (before !== undefined) {
    const was = before["spec"];
    checkImmutable(group, at(was, "group"), "spec.group", found);
    checkImmutable(get(spec, "scope"), at(was, "scope"), "spec.scope", found);
    checkImmutable(plural, at(was, "names", "plural"), "spec.names.plural", found);
  }
}

function checkGroup(group: string, found: Findings): void {
  if (group === "") return found.required("spec.group");
  found.invalidFor("spec.group", group, dnsSubdomain(group));
  if (!group.includes(".")) {
    found.invalid("spec.group", group, "should be a domain with at least one dot");
  }
}

const scopes = ["Cluster", "Namespaced"];

function checkScope(scope: string, found: Findings): void {
  if (scope === "") found.required("spec.scope");
  else if (!scopes.includes(scope)) found.unsupported("spec.scope", scope, scopes);
}

function checkNames(names: JsonObject, found: Findings): void {
  for (const field of ["plural", "singular", "kind", "listKind"]) {
    const name = text(get(names, field));
    const path = `spec.names.${field}`;
    if (name === "") found.required(path);
    // A kind may be written in capitals.
    else found.invalidFor(path, name, dns1035Label(name.toLowerCase()));
  }
  for (const field of ["shortNames", "categories"]) {
    for (const [index, name] of texts(get(names, field)).entries()) {
      found.invalidFor(`spec.names.${field}[${index}]`, name, dns1035Label(name));
    }
  }
  const kind = text(get(names, "kind"));
  if (kind !== "" && kind === get(names, "listKind")) {
    found.invalid("spec.names.listKind", kind, "kind and listKind may not be the same");
  }
}

function checkVersions(versions: readonly JsonObject[], found: Findings): void {
  const path = "spec.versions";
  if (versions.length === 0) found.required(path, "must have at least one version");
  const known = new Set<string>();
  for (const [index, version] of versions.entries()) {
    const name = text(get(version, "name"));
    const here = `${path}[${index}]`;
    if (name === "") found.required(`${here}.name`);
    else found.invalidFor(`${here}.name`, name, dns1035Label(name));
    if (known.has(name)) found.duplicate(`${here}.name`, name);
    known.add(name);
    checkVersionSchema(get(version, "schema"), `${here}.schema.openAPIV3Schema`, found);
  }
  const stored = versions.filter((version) => get(version, "storage") === true);
  if (stored.length !== 1) {
    found.invalid(
      path,
      versions.map((version) => get(version, "name")),
      storageMessage,
    );
  }
}

const storageMessage = "must have exactly one version marked as storage version";

function checkVersionSchema(schema: unknown, path: string, found: Findings): void {
  const root = at(schema, "openAPIV3Schema");
  if (!present(root)) return found.required(path, "schemas are required");
  if (!isObject(root)) return;
  const type = text(get(root, "type"));
  if (type !== "object") {
    found.invalid(`${path}.type`, type, "must be object at the root");
  }
  checkSchema(root, path, found);
}
