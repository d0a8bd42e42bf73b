import type { KubeObject } from "../../object.ts";
import { get, type JsonObject } from "../../patch/json.ts";
import { checkTemplate } from "../core/pod-check.ts";
import { checkClaimSpec } from "../core/volume-check.ts";
import type { Findings } from "../findings.ts";
import { checkIntOrPercent, checkNotNegative, intOrPercent } from "../int-or-percent.ts";
import { checkImmutable, isSame } from "../same.ts";
import { checkSelector, isEmptySelector, selectorMatches } from "../selector.ts";
import { at, fields, number, present, records, text } from "../values.ts";

/* Source: Kubernetes' pkg/apis/apps/validation/validation.go */

type Check = (object: KubeObject, before: KubeObject | undefined, found: Findings) => void;

export const checkDeployment: Check = (deployment, before, found) => {
  const spec = fields(deployment["spec"]);
  checkCounts(
    spec,
    ["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"],
    found,
  );
  checkPods(spec, "deployment", "ReplicaSet", found);
  checkDeploymentStrategy(fields(get(spec, "strategy")), found);
  const deadline = get(spec, "progressDeadlineSeconds");
  if (typeof deadline === "number" && deadline <= number(get(spec, "minReadySeconds"))) {
    found.invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
  }
  checkSelectorKept(spec, before, found);
};

export const checkReplicaSet: Check = (set, before, found) => {
  const spec = fields(set["spec"]);
  checkCounts(spec, ["replicas", "minReadySeconds"], found);
  checkPods(spec, "deployment", "ReplicaSet", found);
  checkSelectorKept(spec, before, found);
};

export const checkDaemonSet: Check = (set, before, found) => {
  const spec = fields(set["spec"]);
  checkCounts(spec, ["minReadySeconds", "revisionHistoryLimit"], found);
  checkPods(spec, "daemonset", "DaemonSet", found);
  checkDaemonSetStrategy(fields(get(spec, "updateStrategy")), found);
  checkSelectorKept(spec, before, found);
};

export const checkStatefulSet: Check = (set, before, found) => {
  const spec = fields(set["spec"]);
  checkCounts(spec, ["replicas", "minReadySeconds", "revisionHistoryLimit"], found);
  const claims = records(get(spec, "volumeClaimTemplates"));
  for (const [index, claim] of claims.entries()) {
    checkClaimSpec(fields(get(claim, "spec")), `spec.volumeClaimTemplates[${index}].spec`, found);
  }
  const volumes = claims.map((claim) => text(at(claim, "metadata", "name")));
  checkPods(spec, "statefulset", "StatefulSet", found, volumes);
  checkStatefulSetStrategy(spec, found);
  if (before !== undefined && !isSame(settled(spec), settled(fields(before["spec"])))) {
    found.forbidden("spec", onlyThese);
  }
};

function checkCounts(spec: JsonObject, names: readonly string[], found: Findings): void {
  for (const name of names) checkNotNegative(get(spec, name), `spec.${name}`, found);
}

function checkSelectorKept(spec: JsonObject, before: KubeObject | undefined, found: Findings): void {
  if (before === undefined) return;
  checkImmutable(get(spec, "selector"), at(before, "spec", "selector"), "spec.selector", found);
}

/** A selector, and the pods that it must select. */
function checkPods(
  spec: JsonObject,
  told: string,
  kind: string,
  found: Findings,
  volumes: readonly string[] = [],
): void {
  const selector = get(spec, "selector");
  if (!present(selector)) found.required("spec.selector");
  checkSelector(selector, "spec.selector", found);
  if (isEmptySelector(selector)) {
    found.invalid("spec.selector", selector, `empty selector is invalid for ${told}`);
  }
  checkRunning(spec, selector, kind, found, volumes);
}

/** @param selector  as a LabelSelector */
export function checkReplicas(spec: JsonObject, selector: unknown, kind: string, found: Findings): void {
  checkCounts(spec, ["replicas", "minReadySeconds"], found);
  if (isEmptySelector(selector)) found.required("spec.selector");
  checkRunning(spec, selector, kind, found);
}

/** Pods of a template that are meant to run for ever. */
function checkRunning(
  spec: JsonObject,
  selector: unknown,
  kind: string,
  found: Findings,
  volumes: readonly string[] = [],
): void {
  const template = get(spec, "template");
  checkSelects(selector, template, found);
  checkTemplate(template, "spec.template", found, volumes);
  const policy = text(at(template, "spec", "restartPolicy"));
  if (policy !== "Always") found.unsupported("spec.template.spec.restartPolicy", policy, ["Always"]);
  if (present(at(template, "spec", "activeDeadlineSeconds"))) {
    const why = `activeDeadlineSeconds in ${kind} is not Supported`;
    found.forbidden("spec.template.spec.activeDeadlineSeconds", why);
  }
}

export function checkSelects(selector: unknown, template: unknown, found: Findings): void {
  const labels = at(template, "metadata", "labels");
  if (!present(selector) || selectorMatches(selector, labels)) return;
  const why = "`selector` does not match template `labels`";
  found.invalid("spec.template.metadata.labels", labels, why);
}

function checkDeploymentStrategy(strategy: JsonObject, found: Findings): void {
  const path = "spec.strategy";
  const type = text(get(strategy, "type"));
  const rolling = get(strategy, "rollingUpdate");
  if (type === "Recreate" && present(rolling)) {
    found.forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'");
  } else if (type === "RollingUpdate") {
    checkRolling(rolling, `${path}.rollingUpdate`, found);
    if (isZero(at(rolling, "maxUnavailable")) && isZero(at(rolling, "maxSurge"))) {
      const why = "may not be 0 when `maxSurge` is 0";
      found.invalid(`${path}.rollingUpdate.maxUnavailable`, at(rolling, "maxUnavailable"), why);
    }
  } else if (type !== "Recreate") found.unsupported(path, strategy, ["Recreate", "RollingUpdate"]);
}

function checkDaemonSetStrategy(strategy: JsonObject, found: Findings): void {
  const path = "spec.updateStrategy";
  const type = text(get(strategy, "type"));
  const rolling = get(strategy, "rollingUpdate");
  if (type === "OnDelete") return;
  if (type !== "RollingUpdate") return found.unsupported(path, strategy, ["RollingUpdate", "OnDelete"]);
  checkRolling(rolling, `${path}.rollingUpdate`, found);
  const surge = at(rolling, "maxSurge");
  const isIdle = isZero(at(rolling, "maxUnavailable"));
  if (!isIdle && !isZero(surge)) {
    found.invalid(`${path}.rollingUpdate.maxSurge`, surge, "may not be set when maxUnavailable is non-zero");
  } else if (isIdle && isZero(surge)) {
    found.required(`${path}.rollingUpdate.maxUnavailable`, "cannot be 0 when maxSurge is 0");
  }
}

const isZero = (value: unknown) => !present(value) || intOrPercent(value) === 0;

function checkRolling(rolling: unknown, path: string, found: Findings): void {
  for (const name of ["maxUnavailable", "maxSurge"]) {
    const value = at(rolling, name);
    // More pods than wanted may well be twice as many.
    const most = name === "maxSurge" ? Number.POSITIVE_INFINITY : 100;
    if (present(value)) checkIntOrPercent(value, `${path}.${name}`, found, most);
  }
}

function checkStatefulSetStrategy(spec: JsonObject, found: Findings): void {
  const policy = text(get(spec, "podManagementPolicy"));
  if (policy !== "OrderedReady" && policy !== "Parallel") {
    found.invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'");
  }
  const strategy = fields(get(spec, "updateStrategy"));
  const rolling = get(strategy, "rollingUpdate");
  const type = text(get(strategy, "type"));
  if (type === "OnDelete" && present(rolling)) {
    const why = "only allowed for updateStrategy 'RollingUpdate'";
    found.invalid("spec.updateStrategy.rollingUpdate", rolling, why);
  } else if (type === "RollingUpdate") {
    checkNotNegative(at(rolling, "partition"), "spec.updateStrategy.rollingUpdate.partition", found);
    checkRolling(rolling, "spec.updateStrategy.rollingUpdate", found);
    const most = at(rolling, "maxUnavailable");
    if (present(most) && isZero(most)) {
      found.invalid("spec.updateStrategy.rollingUpdate.maxUnavailable", most, "cannot be 0");
    }
  } else if (type !== "OnDelete") {
    found.invalid("spec.updateStrategy", strategy, "must be 'RollingUpdate' or 'OnDelete'");
  }
}

const changeable = new Set([
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
]);
const onlyThese =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

const settled = (spec: JsonObject) =>
  Object.fromEntries(Object.entries(spec).filter(([key]) => !changeable.has(key)));
