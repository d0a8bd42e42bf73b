import type { KubeObject } from "../../object.ts";
import { get, isObject } from "../../patch/json.ts";
import { ageColumn, column, isDeleted, nameColumn, selectorColumn, templateColumns } from "../cells.ts";
import { setTemplateDefaults } from "../core/pod-defaults.ts";
import { builtin } from "../declare.ts";
import { humanDuration } from "../duration.ts";
import { at, ensure, fields, fill, isTrue, items, number, present, text } from "../values.ts";
import { checkJob } from "./job-check.ts";

const conditions = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];

function status(job: KubeObject): string {
  if (isTrue(job, "Complete")) return "Complete";
  if (isTrue(job, "Failed")) return "Failed";
  if (isDeleted(job)) return "Terminating";
  return conditions.find((condition) => isTrue(job, condition)) ?? "Running";
}

function completions(job: KubeObject): string {
  const succeeded = number(at(job, "status", "succeeded"));
  const wanted = at(job, "spec", "completions");
  if (present(wanted)) return `${succeeded}/${number(wanted)}`;
  const parallelism = number(at(job, "spec", "parallelism"));
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration(job: KubeObject, now: number): string {
  const started = Date.parse(text(at(job, "status", "startTime")));
  if (Number.isNaN(started)) return "";
  const completed = Date.parse(text(at(job, "status", "completionTime")));
  return humanDuration((Number.isNaN(completed) ? now : completed) - started);
}

const mostRetries = 2 ** 31 - 1;

function setJobDefaults(job: KubeObject): void {
  const spec = ensure(job, "spec");
  if (!present(get(spec, "parallelism"))) fill(spec, "completions", 1);
  fill(spec, "parallelism", 1);
  fill(spec, "backoffLimit", present(get(spec, "backoffLimitPerIndex")) ? mostRetries : 6);
  fill(spec, "completionMode", "NonIndexed");
  fill(spec, "suspend", false);
  const replacesFailed = present(get(spec, "podFailurePolicy"));
  fill(spec, "podReplacementPolicy", replacesFailed ? "Failed" : "TerminatingOrFailed");
  fill(spec, "manualSelector", false);
  setFailurePolicyDefaults(spec);
  const labels = at(spec, "template", "metadata", "labels");
  const metadata = ensure(job, "metadata");
  if (isObject(labels) && Object.keys(fields(get(metadata, "labels"))).length === 0) {
    metadata["labels"] = { ...labels };
  }
  setTemplateDefaults(spec);
}

export function setFailurePolicyDefaults(spec: Record<string, unknown>): void {
  const rules = items(at(spec, "podFailurePolicy", "rules"));
  for (const pattern of rules.flatMap((rule) => items(at(rule, "onPodConditions")))) {
    if (isObject(pattern)) fill(pattern, "status", "True");
  }
}

/** A job's pods bear its uid, and it selects by that, unless it says that it selects by itself. */
function prepareJob(job: KubeObject, before: KubeObject | undefined): void {
  const spec = ensure(job, "spec");
  if (before !== undefined) keepSelector(spec, fields(before["spec"]));
  else if (get(spec, "manualSelector") !== true) makeSelector(spec, job);
}

function makeSelector(spec: Record<string, unknown>, job: KubeObject): void {
  const uid = text(at(job, "metadata", "uid"));
  const name = text(at(job, "metadata", "name"));
  const labels = ensure(ensure(ensure(spec, "template"), "metadata"), "labels");
  for (const prefix of ["", "batch.kubernetes.io/"]) {
    labels[`${prefix}controller-uid`] = uid;
    labels[`${prefix}job-name`] = name;
  }
  const selector = ensure(spec, "selector");
  ensure(selector, "matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
}

/** A manifest that is applied again knows nothing of the labels that were made. */
function keepSelector(spec: Record<string, unknown>, before: Record<string, unknown>): void {
  const selector = get(before, "selector");
  if (present(selector)) fill(spec, "selector", structuredClone(selector));
  const made = Object.entries(fields(at(before, "template", "metadata", "labels"))).filter(([key]) =>
    /^(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$/.test(key),
  );
  if (made.length === 0) return;
  const labels = ensure(ensure(ensure(spec, "template"), "metadata"), "labels");
  for (const [key, value] of made) fill(labels, key, value);
}

export const job = builtin({
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  categories: ["all"],
  status: () => ({}),
  selectable: ["status.successful"],
  columns: [
    nameColumn,
    column("Status", status),
    column("Completions", completions),
    column("Duration", duration),
    ageColumn,
    ...templateColumns("spec", "template"),
    selectorColumn("spec", "selector"),
  ],
  setDefaults: setJobDefaults,
  prepare: prepareJob,
  check: checkJob,
});
