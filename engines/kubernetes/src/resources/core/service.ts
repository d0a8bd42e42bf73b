import type { KubeObject } from "../../object.ts";
import { get, isObject, type JsonObject, set } from "../../patch/json.ts";
import { ageColumn, column, labelsCell, nameColumn, shortened, wide } from "../cells.ts";
import { builtin } from "../declare.ts";
import { isSame } from "../same.ts";
import { at, ensure, fields, fill, items, number, present, records, text, texts } from "../values.ts";
import { checkService } from "./service-check.ts";

/** Where a load balancer answers: addresses, or names where there are none. */
export function loadBalancerText(object: KubeObject): string {
  const ingress = records(at(object, "status", "loadBalancer", "ingress"));
  const found = ingress.map((one) => text(get(one, "ip")) || text(get(one, "hostname")));
  return [...new Set(found.filter((address) => address !== ""))].toSorted().join(",");
}

function externalIp(service: KubeObject): string {
  const external = texts(at(service, "spec", "externalIPs")).join(",");
  switch (at(service, "spec", "type")) {
    case "ClusterIP":
    case "NodePort":
      return external || "<none>";
    case "LoadBalancer":
      return [loadBalancerText(service), external].filter((one) => one !== "").join(",") || "<pending>";
    case "ExternalName":
      return text(at(service, "spec", "externalName"));
    default:
      return "<unknown>";
  }
}

function portText(port: JsonObject): string {
  const nodePort = number(get(port, "nodePort"));
  const published = nodePort > 0 ? `:${nodePort}` : "";
  return `${number(get(port, "port"))}${published}/${text(get(port, "protocol"))}`;
}

function setServiceDefaults(service: KubeObject): void {
  const spec = ensure(service, "spec");
  fill(spec, "sessionAffinity", "None");
  setAffinityDefaults(spec);
  fill(spec, "type", "ClusterIP");
  for (const port of items(get(spec, "ports"))) setPortDefaults(port);
  const type = get(spec, "type");
  const isExternal =
    type === "LoadBalancer" || type === "NodePort" || items(get(spec, "externalIPs")).length > 0;
  if (isExternal && type !== "ExternalName") fill(spec, "externalTrafficPolicy", "Cluster");
  if (type !== "ExternalName") fill(spec, "internalTrafficPolicy", "Cluster");
  if (type !== "LoadBalancer") return;
  fill(spec, "allocateLoadBalancerNodePorts", true);
  for (const ingress of items(at(service, "status", "loadBalancer", "ingress"))) {
    if (isObject(ingress) && text(get(ingress, "ip")) !== "") fill(ingress, "ipMode", "VIP");
  }
}

const threeHours = 10_800;

function setAffinityDefaults(spec: JsonObject): void {
  const affinity = get(spec, "sessionAffinity");
  if (affinity === "None") delete spec["sessionAffinityConfig"];
  if (affinity !== "ClientIP") return;
  if (!present(at(spec, "sessionAffinityConfig", "clientIP", "timeoutSeconds"))) {
    set(spec, "sessionAffinityConfig", { clientIP: { timeoutSeconds: threeHours } });
  }
}

function setPortDefaults(port: unknown): void {
  if (!isObject(port)) return;
  fill(port, "protocol", "TCP");
  const target = get(port, "targetPort");
  if (present(get(port, "port")) && (!present(target) || target === 0 || target === "")) {
    set(port, "targetPort", get(port, "port"));
  }
}

export const service = builtin({
  group: "",
  version: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  categories: ["all"],
  names: "dns1035",
  status: () => ({ loadBalancer: {} }),
  others: [
    { name: "proxy", kind: "ServiceProxyOptions", verbs: ["create", "delete", "get", "patch", "update"] },
  ],
  selectable: ["spec.clusterIP", "spec.type"],
  columns: [
    nameColumn,
    column("Type", (service) => text(at(service, "spec", "type"))),
    column("Cluster-IP", (service) => texts(at(service, "spec", "clusterIPs"))[0] ?? clusterIp(service)),
    column("External-IP", externalIp),
    column(
      "Port(s)",
      (service) =>
        records(at(service, "spec", "ports"))
          .map(portText)
          .join(",") || "<none>",
    ),
    ageColumn,
    wide("Selector", labelsCell("spec", "selector")),
  ],
  setDefaults: setServiceDefaults,
  prepare: (service, before) => {
    carryAddresses(service, before);
    dropUnneeded(service, before);
  },
  check: checkService,
});

const clusterIp = (service: KubeObject) => text(at(service, "spec", "clusterIP")) || "<none>";

/** A manifest is applied again without the address that the service was given: it keeps it. */
function carryAddresses(service: KubeObject, before: KubeObject | undefined): void {
  const spec = service["spec"];
  const given = fields(before?.["spec"]);
  if (!isObject(spec) || before === undefined) return;
  if (get(spec, "type") === "ExternalName" || get(given, "type") === "ExternalName") return;
  for (const field of ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]) {
    const value = get(given, field);
    if (present(value)) fill(spec, field, structuredClone(value));
  }
}

const addressFields = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"];
const isPublished = (spec: JsonObject) => ["NodePort", "LoadBalancer"].includes(text(get(spec, "type")));

/** Who changes a service's type need not take out what the server had filled in for the earlier one.
 *  Source: Kubernetes' pkg/registry/core/service/strategy.go, dropTypeDependentFields */
function dropUnneeded(service: KubeObject, before: KubeObject | undefined): void {
  const spec = service["spec"];
  const given = fields(before?.["spec"]);
  if (!isObject(spec) || before === undefined) return;
  const drop = (names: readonly string[]) => {
    for (const name of names) if (isSame(get(spec, name), get(given, name))) delete spec[name];
  };
  if (get(spec, "type") === "ExternalName" && get(given, "type") !== "ExternalName") drop(addressFields);
  if (get(spec, "type") !== "ExternalName")
    drop(get(given, "type") === "ExternalName" ? ["externalName"] : []);
  if (!isPublished(spec) && isPublished(given)) {
    drop(["externalTrafficPolicy", "healthCheckNodePort"]);
    const ports = new Set(records(get(given, "ports")).map((port) => get(port, "nodePort")));
    for (const port of items(get(spec, "ports")))
      if (isObject(port) && ports.has(get(port, "nodePort"))) delete port["nodePort"];
  }
  if (get(spec, "type") !== "LoadBalancer") drop(["allocateLoadBalancerNodePorts", "loadBalancerClass"]);
}

function subsetAddresses(subset: JsonObject): string[] {
  const addresses = records(get(subset, "addresses")).map((one) => text(get(one, "ip")));
  const ports = records(get(subset, "ports"));
  if (ports.length === 0) return addresses;
  return ports.flatMap((port) => addresses.map((ip) => hostPort(ip, number(get(port, "port")))));
}

const hostPort = (ip: string, port: number) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);

export const endpoints = builtin({
  group: "",
  version: "v1",
  kind: "Endpoints",
  plural: "endpoints",
  shortNames: ["ep"],
  columns: [
    nameColumn,
    column("Endpoints", (endpoints) => {
      const subsets = records(at(endpoints, "subsets"));
      return shortened(subsets.flatMap(subsetAddresses), 3, subsets.length === 0 ? "<none>" : "");
    }),
    ageColumn,
  ],
  setDefaults: (endpoints) => {
    for (const port of items(endpoints["subsets"]).flatMap((subset) => items(at(subset, "ports")))) {
      if (isObject(port)) fill(port, "protocol", "TCP");
    }
  },
});
