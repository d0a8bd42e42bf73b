import { get, isObject, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { portName, portNumber } from "../formats.ts";
import { checkNotNegative } from "../int-or-percent.ts";
import { present, texts, text } from "../values.ts";

/* How a container is asked whether it is well. Source: Kubernetes' pkg/apis/core/validation/validation.go */

const counts = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
];

export function checkProbes(container: JsonObject, path: string, found: Findings): void {
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const probe = get(container, name);
    if (!isObject(probe)) continue;
    checkProbe(probe, `${path}.${name}`, found);
    const successes = get(probe, "successThreshold");
    if (name !== "readinessProbe" && successes !== 1) {
      found.invalid(`${path}.${name}.successThreshold`, successes, "must be 1");
    }
  }
  const lifecycle = get(container, "lifecycle");
  for (const hook of isObject(lifecycle) ? ["postStart", "preStop"] : []) {
    const handler = isObject(lifecycle) ? get(lifecycle, hook) : undefined;
    if (isObject(handler)) checkHandler(handler, `${path}.lifecycle.${hook}`, found);
  }
}

function checkProbe(probe: JsonObject, path: string, found: Findings): void {
  checkHandler(probe, path, found);
  for (const name of counts) checkNotNegative(get(probe, name), `${path}.${name}`, found);
  const grace = get(probe, "terminationGracePeriodSeconds");
  if (typeof grace === "number" && grace <= 0) {
    found.invalid(`${path}.terminationGracePeriodSeconds`, grace, "must be greater than 0");
  }
}

const handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];

function checkHandler(handler: JsonObject, path: string, found: Findings): void {
  const [first, ...more] = handlers.filter((name) => present(get(handler, name)));
  if (first === undefined) return found.required(path, "must specify a handler type");
  for (const name of more) found.forbidden(`${path}.${name}`, "may not specify more than 1 handler type");
  const action = get(handler, first);
  if (!isObject(action)) return;
  if (first === "exec" && texts(get(action, "command")).length === 0) found.required(`${path}.exec.command`);
  if (first === "httpGet" || first === "tcpSocket") {
    checkPort(get(action, "port"), `${path}.${first}.port`, found);
  }
  if (first === "grpc")
    found.invalidFor(`${path}.grpc.port`, get(action, "port"), portNumber(get(action, "port")));
  const schemes = ["HTTP", "HTTPS"];
  if (first === "httpGet" && !schemes.includes(text(get(action, "scheme")))) {
    found.unsupported(`${path}.httpGet.scheme`, text(get(action, "scheme")), schemes);
  }
}

/** A number, or the name of a port. */
export function checkPort(port: unknown, path: string, found: Findings): void {
  found.invalidFor(path, port ?? 0, typeof port === "string" ? portName(port) : portNumber(port));
}
