import type { KubeObject } from "../../object.ts";
import { isObject } from "../../patch/json.ts";
import { ageColumn, column, nameColumn } from "../cells.ts";
import { builtin } from "../declare.ts";
import type { Findings } from "../findings.ts";
import { at, conditionOf, fill, number, present, text } from "../values.ts";

function available(service: KubeObject): string {
  const condition = conditionOf(service, "Available");
  if (condition === undefined) return "Unknown";
  const status = text(condition["status"]);
  return status === "True" ? status : `${status} (${text(condition["reason"])})`;
}

function served(service: KubeObject): string {
  const target = at(service, "spec", "service");
  return present(target) ? `${text(at(target, "namespace"))}/${text(at(target, "name"))}` : "Local";
}

function checkService(service: KubeObject, _before: KubeObject | undefined, found: Findings): void {
  const group = text(at(service, "spec", "group"));
  const version = text(at(service, "spec", "version"));
  const wanted = `${version}.${group}`;
  if (text(service.metadata?.name) !== wanted) {
    found.invalid(
      "metadata.name",
      service.metadata?.name,
      `must be \`spec.version+"."+spec.group\`: "${wanted}"`,
    );
  }
  for (const field of ["groupPriorityMinimum", "versionPriority"]) {
    const most = field === "versionPriority" ? 1000 : 20_000;
    const value = number(at(service, "spec", field));
    if (value <= 0 || value > most) {
      found.invalid(`spec.${field}`, value, `must be positive and less than ${most}`);
    }
  }
}

export const apiService = builtin({
  group: "apiregistration.k8s.io",
  version: "v1",
  kind: "APIService",
  plural: "apiservices",
  categories: ["api-extensions"],
  isClusterWide: true,
  names: "segment",
  status: () => ({}),
  columns: [nameColumn, column("Service", served), column("Available", available), ageColumn],
  setDefaults: (service) => {
    const target = at(service, "spec", "service");
    if (isObject(target)) fill(target, "port", 443);
  },
  check: checkService,
});
