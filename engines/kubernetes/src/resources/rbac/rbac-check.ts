import type { KubeObject } from "../../object.ts";
import { get, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { dnsSubdomain, pathSegment } from "../formats.ts";
import { isSame } from "../same.ts";
import { fields, records, text, texts } from "../values.ts";

/* Source: Kubernetes' pkg/apis/rbac/validation/validation.go */

const group = "rbac.authorization.k8s.io";

export function checkRole(role: KubeObject, _before: KubeObject | undefined, found: Findings): void {
  for (const [index, rule] of records(role["rules"]).entries()) {
    checkRule(rule, role.kind === "Role", `rules[${index}]`, found);
  }
}

function checkRule(rule: JsonObject, isNamespaced: boolean, path: string, found: Findings): void {
  const [verbs, groups, resources, names, urls] = [
    "verbs",
    "apiGroups",
    "resources",
    "resourceNames",
    "nonResourceURLs",
  ].map((field) => texts(get(rule, field))) as [string[], string[], string[], string[], string[]];
  if (verbs.length === 0) found.required(`${path}.verbs`, "verbs must contain at least one value");
  if (urls.length > 0) {
    const here = `${path}.nonResourceURLs`;
    if (isNamespaced) found.invalid(here, urls, "namespaced rules cannot apply to non-resource URLs");
    if (groups.length + resources.length + names.length > 0) {
      found.invalid(here, urls, "rules cannot apply to both regular resources and non-resource URLs");
    }
    return;
  }
  if (groups.length === 0) {
    found.required(`${path}.apiGroups`, "resource rules must supply at least one api group");
  }
  if (resources.length === 0) {
    found.required(`${path}.resources`, "resource rules must supply at least one resource");
  }
}

export function checkBinding(binding: KubeObject, before: KubeObject | undefined, found: Findings): void {
  const isNamespaced = binding.kind === "RoleBinding";
  const reference = fields(binding["roleRef"]);
  const kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
  const [apiGroup, kind, name] = ["apiGroup", "kind", "name"].map((field) => text(get(reference, field))) as [
    string,
    string,
    string,
  ];
  if (apiGroup !== group) found.unsupported("roleRef.apiGroup", apiGroup, [group]);
  if (!kinds.includes(kind)) found.unsupported("roleRef.kind", kind, kinds);
  if (name === "") found.required("roleRef.name");
  else found.invalidFor("roleRef.name", name, pathSegment(name));
  for (const [index, subject] of records(binding["subjects"]).entries()) {
    checkSubject(subject, isNamespaced, `subjects[${index}]`, found);
  }
  if (before !== undefined && !isSame(reference, before["roleRef"])) {
    found.invalid("roleRef", reference, "cannot change roleRef");
  }
}

function checkSubject(subject: JsonObject, isNamespaced: boolean, path: string, found: Findings): void {
  const name = text(get(subject, "name"));
  const kind = text(get(subject, "kind"));
  const apiGroup = text(get(subject, "apiGroup"));
  if (name === "") found.required(`${path}.name`);
  if (kind === "User" || kind === "Group") {
    if (apiGroup !== group) found.unsupported(`${path}.apiGroup`, apiGroup, [group]);
  } else if (kind === "ServiceAccount") {
    if (name !== "") found.invalidFor(`${path}.name`, name, dnsSubdomain(name));
    if (apiGroup !== "") found.unsupported(`${path}.apiGroup`, apiGroup, [""]);
    if (!isNamespaced && text(get(subject, "namespace")) === "") found.required(`${path}.namespace`);
  } else found.unsupported(`${path}.kind`, kind, ["ServiceAccount", "User", "Group"]);
}
