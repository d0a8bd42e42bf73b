import { get, isObject, type JsonObject } from "../../patch/json.ts";
import { checkResources } from "../amounts.ts";
import type { Findings } from "../findings.ts";
import { dnsLabel, envName, portName, portNumber } from "../formats.ts";
import { present, records, text } from "../values.ts";
import { checkProbes } from "./probe-check.ts";

/* What runs in a pod. Source: Kubernetes' pkg/apis/core/validation/validation.go */

const pullPolicies = ["Always", "IfNotPresent", "Never"];
const messagePolicies = ["FallbackToLogsOnError", "File"];
export const protocols = ["SCTP", "TCP", "UDP"];

export function checkContainers(
  spec: JsonObject,
  volumes: ReadonlySet<string>,
  path: string,
  found: Findings,
): void {
  const containers = records(get(spec, "containers"));
  if (containers.length === 0) found.required(`${path}.containers`);
  const names = new Set<string>();
  const hostPorts = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const at = `${path}.containers[${index}]`;
    checkContainer(container, volumes, at, found);
    checkUnique(container, names, at, found);
    checkProbes(container, at, found);
    checkHostPorts(container, hostPorts, at, found);
  }
  for (const [index, container] of records(get(spec, "initContainers")).entries()) {
    const at = `${path}.initContainers[${index}]`;
    checkContainer(container, volumes, at, found);
    checkUnique(container, names, at, found);
    checkInitContainer(container, at, found);
  }
}

function checkUnique(container: JsonObject, names: Set<string>, path: string, found: Findings): void {
  const name = text(get(container, "name"));
  if (name !== "" && names.has(name)) found.duplicate(`${path}.name`, name);
  names.add(name);
}

function checkInitContainer(container: JsonObject, path: string, found: Findings): void {
  checkHostPorts(container, new Set(), path, found);
  if (get(container, "restartPolicy") === "Always") return checkProbes(container, path, found);
  for (const field of ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]) {
    if (!present(get(container, field))) continue;
    found.forbidden(`${path}.${field}`, "may not be set for init containers without restartPolicy=Always");
  }
}

export function checkContainer(
  container: JsonObject,
  volumes: ReadonlySet<string>,
  path: string,
  found: Findings,
): void {
  const name = text(get(container, "name"));
  if (name === "") found.required(`${path}.name`);
  else found.invalidFor(`${path}.name`, name, dnsLabel(name));
  if (text(get(container, "image")) === "") found.required(`${path}.image`);
  checkChoice(container, "terminationMessagePolicy", messagePolicies, path, found);
  checkPorts(container, path, found);
  checkEnvironment(container, path, found);
  checkMounts(container, volumes, path, found);
  checkChoice(container, "imagePullPolicy", pullPolicies, path, found);
  checkResources(get(container, "resources"), `${path}.resources`, found);
}

/** One of a few words, which defaults have filled in. */
export function checkChoice(
  object: JsonObject,
  field: string,
  choices: readonly string[],
  path: string,
  found: Findings,
): void {
  const value = text(get(object, field));
  if (value === "") found.required(`${path}.${field}`);
  else if (!choices.includes(value)) found.unsupported(`${path}.${field}`, value, choices);
}

function checkPorts(container: JsonObject, path: string, found: Findings): void {
  const names = new Set<string>();
  for (const [index, port] of records(get(container, "ports")).entries()) {
    const at = `${path}.ports[${index}]`;
    const name = text(get(port, "name"));
    const why = name === "" ? [] : portName(name);
    found.invalidFor(`${at}.name`, name, why);
    if (name !== "" && why.length === 0 && names.has(name)) found.duplicate(`${at}.name`, name);
    names.add(name);
    const number = get(port, "containerPort");
    if (!present(number) || number === 0) found.required(`${at}.containerPort`);
    else found.invalidFor(`${at}.containerPort`, number, portNumber(number));
    const hostPort = get(port, "hostPort");
    if (present(hostPort) && hostPort !== 0)
      found.invalidFor(`${at}.hostPort`, hostPort, portNumber(hostPort));
    checkChoice(port, "protocol", protocols, at, found);
  }
}

function checkHostPorts(container: JsonObject, taken: Set<string>, path: string, found: Findings): void {
  for (const [index, port] of records(get(container, "ports")).entries()) {
    const number = get(port, "hostPort");
    if (typeof number !== "number" || number === 0) continue;
    const key = `${text(get(port, "protocol"))}/${text(get(port, "hostIP"))}/${number}`;
    if (taken.has(key)) found.duplicate(`${path}.ports[${index}].hostPort`, key);
    taken.add(key);
  }
}

const valueSources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

function checkEnvironment(container: JsonObject, path: string, found: Findings): void {
  for (const [index, variable] of records(get(container, "env")).entries()) {
    const at = `${path}.env[${index}]`;
    const name = text(get(variable, "name"));
    if (name === "") found.required(`${at}.name`);
    else found.invalidFor(`${at}.name`, name, envName(name));
    const source = get(variable, "valueFrom");
    if (isObject(source)) checkValueSource(source, text(get(variable, "value")), `${at}.valueFrom`, found);
  }
  for (const source of records(get(container, "envFrom"))) {
    const given = ["configMapRef", "secretRef"].filter((name) => present(get(source, name)));
    const at = `${path}.envFrom`;
    if (given.length === 0) found.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
    if (given.length > 1) found.invalid(at, "", "may not have more than one field specified at a time");
  }
}

function checkValueSource(source: JsonObject, value: string, path: string, found: Findings): void {
  const given = valueSources.filter((name) => present(get(source, name)));
  if (given.length === 0) {
    const names = "`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";
    found.invalid(path, "", `must specify one of: ${names}`);
  } else if (value !== "") found.invalid(path, "", "may not be specified when `value` is not empty");
  else if (given.length > 1) found.invalid(path, "", "may not have more than one field specified at a time");
}

function checkMounts(
  container: JsonObject,
  volumes: ReadonlySet<string>,
  path: string,
  found: Findings,
): void {
  const paths = new Set<string>();
  for (const [index, mount] of records(get(container, "volumeMounts")).entries()) {
    const at = `${path}.volumeMounts[${index}]`;
    const name = text(get(mount, "name"));
    if (name === "") found.required(`${at}.name`);
    if (!volumes.has(name)) found.notFound(`${at}.name`, name);
    const mountPath = text(get(mount, "mountPath"));
    if (mountPath === "") found.required(`${at}.mountPath`);
    if (paths.has(mountPath)) found.invalid(`${at}.mountPath`, mountPath, "must be unique");
    paths.add(mountPath);
    for (const field of ["subPath", "subPathExpr"]) checkSubPath(mount, field, at, found);
    if (text(get(mount, "subPath")) !== "" && text(get(mount, "subPathExpr")) !== "") {
      found.invalid(
        `${at}.subPathExpr`,
        get(mount, "subPathExpr"),
        "subPathExpr and subPath are mutually exclusive",
      );
    }
  }
}

function checkSubPath(mount: JsonObject, field: string, path: string, found: Findings): void {
  const value = text(get(mount, field));
  if (value.startsWith("/")) found.invalid(`${path}.${field}`, value, "must be a relative path");
  if (value.split("/").includes("..")) found.invalid(`${path}.${field}`, value, "must not contain '..'");
}
