import { isIP } from "node:net";
import type { KubeObject } from "../../object.ts";
import { get, isObject, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { dns1035Label, dnsSubdomain, portName, portNumber, wildcardSubdomain } from "../formats.ts";
import { at, fields, present, records, text } from "../values.ts";

/** Source: Kubernetes' pkg/apis/networking/validation/validation.go */
export function checkIngress(ingress: KubeObject, _before: KubeObject | undefined, found: Findings): void {
  const spec = fields(ingress["spec"]);
  const rules = records(get(spec, "rules"));
  const backend = get(spec, "defaultBackend");
  if (rules.length === 0 && !present(backend)) {
    found.invalid("spec", [], "either `defaultBackend` or `rules` must be specified");
  }
  if (present(backend)) checkBackend(backend, "spec.defaultBackend", found);
  for (const [index, rule] of rules.entries()) checkRule(rule, `spec.rules[${index}]`, found);
  const className = get(spec, "ingressClassName");
  if (present(className)) found.invalidFor("spec.ingressClassName", className, dnsSubdomain(text(className)));
}

function checkRule(rule: JsonObject, path: string, found: Findings): void {
  const host = text(get(rule, "host"));
  if (isIP(host) !== 0) found.invalid(`${path}.host`, host, "must be a DNS name, not an IP address");
  else if (host !== "") {
    found.invalidFor(`${path}.host`, host, (host.includes("*") ? wildcardSubdomain : dnsSubdomain)(host));
  }
  const http = get(rule, "http");
  if (!isObject(http)) return;
  const paths = records(get(http, "paths"));
  if (paths.length === 0) found.required(`${path}.http.paths`);
  for (const [index, one] of paths.entries()) checkPath(one, `${path}.http.paths[${index}]`, found);
}

const pathTypes = ["Exact", "ImplementationSpecific", "Prefix"];
const forbidden = ["//", "/./", "/../", "%2f", "%2F"];
const endings = ["/..", "/."];

function checkPath(one: JsonObject, path: string, found: Findings): void {
  const type = text(get(one, "pathType"));
  const written = text(get(one, "path"));
  if (type === "") return found.required(`${path}.pathType`, "pathType must be specified");
  if (!pathTypes.includes(type)) found.unsupported(`${path}.pathType`, type, pathTypes);
  else if (!written.startsWith("/") && (written !== "" || type !== "ImplementationSpecific")) {
    found.invalid(`${path}.path`, written, "must be an absolute path");
  }
  if (type === "Exact" || type === "Prefix") {
    for (const part of forbidden.filter((part) => written.includes(part))) {
      found.invalid(`${path}.path`, written, `must not contain '${part}'`);
    }
    for (const ending of endings.filter((ending) => written.endsWith(ending))) {
      found.invalid(`${path}.path`, written, `cannot end with '${ending}'`);
    }
  }
  checkBackend(get(one, "backend"), `${path}.backend`, found);
}

function checkBackend(backend: unknown, path: string, found: Findings): void {
  const service = at(backend, "service");
  const resource = at(backend, "resource");
  if (present(service) && present(resource)) {
    found.invalid(path, "", "cannot set both resource and service backends");
  } else if (present(resource)) {
    for (const field of ["kind", "name"]) {
      if (text(at(resource, field)) === "") found.required(`${path}.resource.${field}`);
    }
  } else if (present(service)) checkServiceBackend(service, path, found);
  else found.invalid(path, "", "resource or service backend is required");
}

function checkServiceBackend(service: unknown, path: string, found: Findings): void {
  const name = text(at(service, "name"));
  if (name === "") found.required(`${path}.service.name`);
  else found.invalidFor(`${path}.service.name`, name, dns1035Label(name));
  const port = text(at(service, "port", "name"));
  const number = at(service, "port", "number") ?? 0;
  if (port !== "" && number !== 0) found.invalid(path, "", "cannot set both port name & port number");
  else if (port !== "") found.invalidFor(`${path}.service.port.name`, port, portName(port));
  else if (number !== 0) found.invalidFor(`${path}.service.port.number`, number, portNumber(number));
  else found.required(path, "port name or number is required");
}
