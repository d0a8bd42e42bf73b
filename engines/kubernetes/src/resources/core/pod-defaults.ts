import { get, isObject, type JsonObject, set } from "../../patch/json.ts";
import { quantityText } from "../quantity.ts";
import { at, ensure, fields, fill, fillZero, present, records, text } from "../values.ts";

/* What a pod that does not say is. Source: Kubernetes' pkg/apis/core/v1/defaults.go */

function setPodSpecDefaults(spec: JsonObject): void {
  fill(spec, "dnsPolicy", "ClusterFirst");
  fill(spec, "restartPolicy", "Always");
  fill(spec, "securityContext", {});
  fill(spec, "terminationGracePeriodSeconds", 30);
  fill(spec, "schedulerName", "default-scheduler");
  for (const container of containersOf(spec)) setContainerDefaults(container);
  for (const volume of own(spec, "volumes")) setVolumeDefaults(volume);
}

/** A template's own; pods alone get what `setPodDefaults` adds. */
export function setTemplateDefaults(owner: JsonObject): void {
  setPodSpecDefaults(ensure(ensure(owner, "template"), "spec"));
}

export function setPodDefaults(spec: JsonObject): void {
  setPodSpecDefaults(spec);
  fill(spec, "enableServiceLinks", true);
  copyServiceAccount(spec);
  for (const list of ["containers", "initContainers"]) {
    for (const container of own(spec, list)) {
      requestLimits(container);
      if (get(spec, "hostNetwork") === true) useHostPorts(container);
    }
  }
}

/** Under its old name too, as clients still read it. */
function copyServiceAccount(spec: JsonObject): void {
  const name = text(get(spec, "serviceAccountName")) || text(get(spec, "serviceAccount"));
  if (name === "") return;
  fill(spec, "serviceAccountName", name);
  fill(spec, "serviceAccount", name);
}

/** Objects of a list as they are, to be changed. */
const own = (parent: JsonObject, key: string): JsonObject[] => {
  const list = get(parent, key);
  return Array.isArray(list) ? list.filter(isObject) : [];
};

const containersOf = (spec: JsonObject) =>
  ["containers", "initContainers", "ephemeralContainers"].flatMap((key) => own(spec, key));

function setContainerDefaults(container: JsonObject): void {
  fill(container, "imagePullPolicy", pullPolicy(text(get(container, "image"))));
  fill(container, "terminationMessagePath", "/dev/termination-log");
  fill(container, "terminationMessagePolicy", "File");
  fill(container, "resources", {});
  for (const port of own(container, "ports")) fill(port, "protocol", "TCP");
  for (const variable of own(container, "env")) {
    const reference = at(variable, "valueFrom", "fieldRef");
    if (isObject(reference)) fill(reference, "apiVersion", "v1");
  }
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"])
    setProbeDefaults(get(container, name));
  for (const hook of ["postStart", "preStop"]) setHttpDefaults(at(container, "lifecycle", hook));
}

export function pullPolicy(image: string): "Always" | "IfNotPresent" {
  const [named = "", digest] = image.split("@", 2);
  const last = named.slice(named.lastIndexOf("/") + 1);
  const tag = last.includes(":") ? last.slice(last.lastIndexOf(":") + 1) : undefined;
  const isLatest = tag === "latest" || (tag === undefined && digest === undefined && named !== "");
  return isLatest ? "Always" : "IfNotPresent";
}

function setProbeDefaults(probe: unknown): void {
  if (!isObject(probe)) return;
  fillZero(probe, "timeoutSeconds", 1);
  fillZero(probe, "periodSeconds", 10);
  fillZero(probe, "successThreshold", 1);
  fillZero(probe, "failureThreshold", 3);
  setHttpDefaults(probe);
  const grpc = get(probe, "grpc");
  if (isObject(grpc) && !present(get(grpc, "service"))) set(grpc, "service", "");
}

function setHttpDefaults(handler: unknown): void {
  const http = at(handler, "httpGet");
  if (!isObject(http)) return;
  fill(http, "path", "/");
  fill(http, "scheme", "HTTP");
}

const modes = ["secret", "configMap", "downwardAPI", "projected"];
const readableByAll = 0o644;

function setVolumeDefaults(volume: JsonObject): void {
  if (Object.keys(volume).every((key) => key === "name")) set(volume, "emptyDir", {});
  for (const source of modes) {
    const mounted = get(volume, source);
    if (isObject(mounted)) fill(mounted, "defaultMode", readableByAll);
  }
  const path = get(volume, "hostPath");
  if (isObject(path) && !present(get(path, "type"))) set(path, "type", "");
  const image = get(volume, "image");
  if (isObject(image)) fill(image, "pullPolicy", pullPolicy(text(get(image, "reference"))));
  setClaimDefaults(at(volume, "ephemeral", "volumeClaimTemplate", "spec"));
  setReferenceDefaults(volume);
}

function setReferenceDefaults(volume: JsonObject): void {
  const sources = own(fields(get(volume, "projected")), "sources");
  for (const source of sources) {
    const token = get(source, "serviceAccountToken");
    if (isObject(token)) fill(token, "expirationSeconds", 3600);
  }
  const downward = [get(volume, "downwardAPI"), ...sources.map((source) => get(source, "downwardAPI"))];
  for (const item of downward.flatMap((source) => own(fields(source), "items"))) {
    const reference = get(item, "fieldRef");
    if (isObject(reference)) fill(reference, "apiVersion", "v1");
  }
}

export function setClaimDefaults(spec: unknown): void {
  if (isObject(spec)) fill(spec, "volumeMode", "Filesystem");
}

/** Who says how much it may use at most, and no more, asks for that. */
function requestLimits(container: JsonObject): void {
  const resources = get(container, "resources");
  const limits = at(resources, "limits");
  if (!isObject(resources) || !isObject(limits)) return;
  resources["requests"] = { ...limits, ...fields(get(resources, "requests")) };
}

function useHostPorts(container: JsonObject): void {
  for (const port of own(container, "ports")) {
    const number = get(port, "containerPort");
    if (typeof number === "number") fillZero(port, "hostPort", number);
  }
}

/** How well a pod is treated when its node runs short.
 *  Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export function qosClass(spec: JsonObject): "Guaranteed" | "Burstable" | "BestEffort" {
  const all = [...records(get(spec, "containers")), ...records(get(spec, "initContainers"))];
  const amounts = all.map((container) => {
    const requests = fields(at(container, "resources", "requests"));
    const limits = fields(at(container, "resources", "limits"));
    return ["cpu", "memory"].map((name) => ({ request: get(requests, name), limit: get(limits, name) }));
  });
  const flat = amounts.flat();
  if (flat.every(({ request, limit }) => !present(request) && !present(limit))) return "BestEffort";
  const isFixed = flat.every(
    ({ request, limit }) =>
      present(limit) && (!present(request) || quantityText(request) === quantityText(limit)),
  );
  return isFixed ? "Guaranteed" : "Burstable";
}
