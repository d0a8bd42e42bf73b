import type { KubeObject } from "../../object.ts";
import { get, isObject, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { dnsLabel, dnsSubdomain, sysctlName } from "../formats.ts";
import { checkAnnotations, checkLabels } from "../labels.ts";
import { at, fields, present, records, text } from "../values.ts";
import { checkChoice, checkContainers } from "./container-check.ts";
import { checkEphemeralContainers } from "./ephemeral-check.ts";
import { checkPodUpdate } from "./pod-update.ts";
import { checkTolerations } from "./tolerations.ts";

/* Source: Kubernetes' pkg/apis/core/validation/validation.go */

export function checkPod(
  pod: KubeObject,
  before: KubeObject | undefined,
  found: Findings,
  subresource: string | undefined,
): void {
  const spec = fields(pod["spec"]);
  checkPodSpec(spec, "spec", found);
  if (before !== undefined) checkPodUpdate(spec, fields(before["spec"]), found, subresource);
}

/** @param extraVolumes  that are there without being declared: a stateful set's claims */
export function checkTemplate(
  template: unknown,
  path: string,
  found: Findings,
  extraVolumes: readonly string[] = [],
): void {
  checkLabels(at(template, "metadata", "labels"), `${path}.labels`, found);
  checkAnnotations(at(template, "metadata", "annotations"), `${path}.annotations`, found);
  const spec = fields(at(template, "spec"));
  checkPodSpec(spec, `${path}.spec`, found, extraVolumes);
  if (records(get(spec, "ephemeralContainers")).length > 0) {
    found.forbidden(`${path}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template");
  }
}

const restartPolicies = ["Always", "OnFailure", "Never"];
const dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

function checkPodSpec(
  spec: JsonObject,
  path: string,
  found: Findings,
  extraVolumes: readonly string[] = [],
): void {
  const volumes = checkVolumes(get(spec, "volumes"), `${path}.volumes`, found);
  for (const name of extraVolumes) volumes.add(name);
  checkContainers(spec, volumes, path, found);
  checkEphemeralContainers(spec, volumes, path, found);
  checkChoice(spec, "restartPolicy", restartPolicies, path, found);
  checkChoice(spec, "dnsPolicy", dnsPolicies, path, found);
  checkNames(spec, path, found);
  checkTolerations(get(spec, "tolerations"), `${path}.tolerations`, found);
  checkLabels(get(spec, "nodeSelector"), `${path}.nodeSelector`, found);
  checkSysctls(at(spec, "securityContext", "sysctls"), `${path}.securityContext.sysctls`, found);
  const deadline = get(spec, "activeDeadlineSeconds");
  if (typeof deadline === "number" && (deadline < 1 || deadline > 2_147_483_647)) {
    found.invalid(`${path}.activeDeadlineSeconds`, deadline, "must be between 1 and 2147483647, inclusive");
  }
}

function checkSysctls(list: unknown, path: string, found: Findings): void {
  for (const [index, sysctl] of records(list).entries()) {
    const name = text(get(sysctl, "name"));
    if (name === "") found.required(`${path}[${index}].name`);
    else found.invalidFor(`${path}[${index}].name`, name, sysctlName(name));
  }
}

function checkNames(spec: JsonObject, path: string, found: Findings): void {
  const checks = [
    ["serviceAccountName", dnsSubdomain],
    ["nodeName", dnsSubdomain],
    ["hostname", dnsLabel],
    ["subdomain", dnsLabel],
    ["runtimeClassName", dnsSubdomain],
    ["priorityClassName", dnsSubdomain],
  ] as const;
  for (const [field, check] of checks) {
    const name = text(get(spec, field));
    if (name !== "") found.invalidFor(`${path}.${field}`, name, check(name));
  }
}

/** @returns the names of those that are as they should be */
function checkVolumes(list: unknown, path: string, found: Findings): Set<string> {
  const names = new Set<string>();
  for (const [index, volume] of records(list).entries()) {
    const here = `${path}[${index}]`;
    const before = found.causes.length;
    checkVolumeSource(volume, here, found);
    const name = text(get(volume, "name"));
    if (name === "") found.required(`${here}.name`);
    else found.invalidFor(`${here}.name`, name, dnsLabel(name));
    if (names.has(name)) found.duplicate(`${here}.name`, name);
    if (found.causes.length === before) names.add(name);
  }
  return names;
}

/** What a source needs to be found by. */
const sourceNames: Readonly<Record<string, string>> = {
  persistentVolumeClaim: "claimName",
  secret: "secretName",
  configMap: "name",
  hostPath: "path",
  csi: "driver",
};

function checkVolumeSource(volume: JsonObject, path: string, found: Findings): void {
  const given = Object.keys(volume).filter((key) => key !== "name" && present(volume[key]));
  const [first, ...more] = given;
  if (first === undefined) return found.required(path, "must specify a volume type");
  for (const source of more) found.forbidden(`${path}.${source}`, "may not specify more than 1 volume type");
  const field = get(sourceNames, first);
  const source = get(volume, first);
  if (typeof field !== "string" || !isObject(source)) return;
  if (text(get(source, field)) === "") found.required(`${path}.${first}.${field}`);
}
