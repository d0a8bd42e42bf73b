import { isIP } from "node:net";
import type { KubeObject } from "../../object.ts";
import { get, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { dnsLabel, dnsSubdomain, portNumber } from "../formats.ts";
import { checkLabels } from "../labels.ts";
import { checkImmutable } from "../same.ts";
import { fields, items, number, present, records, text, texts } from "../values.ts";
import { checkChoice, protocols } from "./container-check.ts";
import { checkPort } from "./probe-check.ts";

/* Source: Kubernetes' pkg/apis/core/validation/validation.go, validateService */

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const affinities = ["ClientIP", "None"];

export function checkService(service: KubeObject, before: KubeObject | undefined, found: Findings): void {
  const spec = fields(service["spec"]);
  const type = text(get(spec, "type"));
  const ports = records(get(spec, "ports"));
  const isHeadless = addressesOf(spec)[0] === "None";
  if (ports.length === 0 && !isHeadless && type !== "ExternalName") found.required("spec.ports");
  if (isHeadless && (type === "LoadBalancer" || type === "NodePort")) {
    found.invalid("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${type} services`);
  }
  if (type === "ExternalName") checkExternalName(spec, found);
  checkPorts(ports, type, found);
  checkLabels(get(spec, "selector"), "spec.selector", found);
  checkChoice(spec, "sessionAffinity", affinities, "spec", found);
  checkChoice(spec, "type", types, "spec", found);
  checkAddresses(spec, found);
  if (before !== undefined) checkKept(spec, fields(before["spec"]), found);
}

const addressesOf = (spec: JsonObject) => {
  const list = texts(get(spec, "clusterIPs"));
  const single = text(get(spec, "clusterIP"));
  return list.length > 0 || single === "" ? list : [single];
};

function checkExternalName(spec: JsonObject, found: Findings): void {
  if (addressesOf(spec).length > 0)
    found.forbidden("spec.clusterIPs", "may not be set for ExternalName services");
  if (items(get(spec, "ipFamilies")).length > 0) {
    found.forbidden("spec.ipFamilies", "may not be set for ExternalName services");
  }
  const name = text(get(spec, "externalName")).replace(/\.$/, "");
  if (name === "") found.required("spec.externalName");
  else found.invalidFor("spec.externalName", name, dnsSubdomain(name));
}

function checkPorts(ports: readonly JsonObject[], type: string, found: Findings): void {
  const taken = { name: new Set<string>(), nodePort: new Set<string>(), port: new Set<string>() };
  for (const [index, port] of ports.entries()) {
    const path = `spec.ports[${index}]`;
    const name = text(get(port, "name"));
    if (name === "" && ports.length > 1) found.required(`${path}.name`);
    if (name !== "") {
      found.invalidFor(`${path}.name`, name, dnsLabel(name));
      if (isTaken(taken.name, name)) found.duplicate(`${path}.name`, name);
    }
    found.invalidFor(`${path}.port`, get(port, "port") ?? 0, portNumber(get(port, "port")));
    checkChoice(port, "protocol", protocols, path, found);
    checkPort(get(port, "targetPort"), `${path}.targetPort`, found);
    checkNodePort(port, type, taken.nodePort, path, found);
    const protocol = text(get(port, "protocol"));
    if (isTaken(taken.port, `${protocol}/${number(get(port, "port"))}`)) {
      found.duplicate(path, { protocol, port: get(port, "port") });
    }
  }
}

function checkNodePort(
  port: JsonObject,
  type: string,
  taken: Set<string>,
  path: string,
  found: Findings,
): void {
  const nodePort = number(get(port, "nodePort"));
  if (nodePort === 0) return;
  if (type === "ClusterIP") {
    found.forbidden(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'");
  }
  found.invalidFor(`${path}.nodePort`, nodePort, portNumber(nodePort));
  if (isTaken(taken, `${text(get(port, "protocol"))}/${nodePort}`))
    found.duplicate(`${path}.nodePort`, nodePort);
}

function isTaken(taken: Set<string>, key: string): boolean {
  const isKnown = taken.has(key);
  taken.add(key);
  return isKnown;
}

const noAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

function checkAddresses(spec: JsonObject, found: Findings): void {
  for (const [index, address] of addressesOf(spec).entries()) {
    if (address === "None" || isIP(address) !== 0) continue;
    found.invalid(`spec.clusterIPs[${index}]`, address, noAddress);
  }
  for (const [index, address] of texts(get(spec, "externalIPs")).entries()) {
    if (isIP(address) === 0) found.invalid(`spec.externalIPs[${index}]`, address, noAddress);
  }
}

/** A service answers where it did, unless it becomes a name only, or no longer is one. */
function checkKept(spec: JsonObject, before: JsonObject, found: Findings): void {
  if ([spec, before].some((one) => get(one, "type") === "ExternalName")) return;
  const was = addressesOf(before);
  if (present(was[0])) checkImmutable(addressesOf(spec)[0], was[0], "spec.clusterIPs[0]", found);
}
