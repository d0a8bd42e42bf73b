import type { KubeObject } from "../../object.ts";
import { get, type JsonObject } from "../../patch/json.ts";
import { checkSelects } from "../apps/workload-check.ts";
import { checkChoice } from "../core/container-check.ts";
import { checkTemplate } from "../core/pod-check.ts";
import type { Findings } from "../findings.ts";
import { checkNotNegative } from "../int-or-percent.ts";
import { checkImmutable } from "../same.ts";
import { checkSelector } from "../selector.ts";
import { at, fields, present, text } from "../values.ts";
import { scheduleError } from "./schedule.ts";

/* Source: Kubernetes' pkg/apis/batch/validation/validation.go */

type Check = (object: KubeObject, before: KubeObject | undefined, found: Findings) => void;

const counts = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
];
const settled = ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];

export const checkJob: Check = (job, before, found) => {
  const spec = fields(job["spec"]);
  checkJobSpec(spec, "spec", found);
  const selector = get(spec, "selector");
  if (!present(selector)) found.required("spec.selector");
  checkSelector(selector, "spec.selector", found);
  checkSelects(selector, get(spec, "template"), found);
  if (before !== undefined) checkJobUpdate(spec, fields(before["spec"]), found);
};

function checkJobSpec(spec: JsonObject, path: string, found: Findings): void {
  for (const name of counts) checkNotNegative(get(spec, name), `${path}.${name}`, found);
  checkCompletionMode(spec, path, found);
  checkTemplate(get(spec, "template"), `${path}.template`, found);
  const here = `${path}.template.spec.restartPolicy`;
  const policy = text(at(spec, "template", "spec", "restartPolicy"));
  if (policy === "Always" || policy === "") found.required(here, 'valid values: "OnFailure", "Never"');
  else if (policy === "OnFailure" && present(get(spec, "podFailurePolicy"))) {
    found.invalid(here, policy, 'only "Never" is supported when podFailurePolicy is specified');
  }
}

function checkCompletionMode(spec: JsonObject, path: string, found: Findings): void {
  const mode = get(spec, "completionMode") ?? "NonIndexed";
  if (mode === "Indexed" && !present(get(spec, "completions"))) {
    found.required(`${path}.completions`, "when completion mode is Indexed");
  }
  if (mode !== "Indexed" && mode !== "NonIndexed") {
    found.unsupported(`${path}.completionMode`, mode, ["NonIndexed", "Indexed"]);
  }
  for (const name of mode === "Indexed"
    ? []
    : ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"]) {
    const value = get(spec, name);
    if (present(value)) found.invalid(`${path}.${name}`, value, "requires indexed completion mode");
  }
}

function checkJobUpdate(spec: JsonObject, before: JsonObject, found: Findings): void {
  const isElastic = get(before, "completionMode") === "Indexed" && present(get(spec, "completions"));
  if (!isElastic)
    checkImmutable(get(spec, "completions"), get(before, "completions"), "spec.completions", found);
  checkImmutable(get(spec, "selector"), get(before, "selector"), "spec.selector", found);
  // A job that waits may yet be told where to run.
  if (get(before, "suspend") !== true) {
    checkImmutable(get(spec, "template"), get(before, "template"), "spec.template", found);
  }
  for (const name of settled) checkImmutable(get(spec, name), get(before, name), `spec.${name}`, found);
}

const longestName = 52;

export const checkCronJob: Check = (cronJob, before, found) => {
  const name = text(at(cronJob, "metadata", "name"));
  if (before === undefined && name.length > longestName) {
    found.invalid("metadata.name", name, `must be no more than ${longestName} characters`);
  }
  const spec = fields(cronJob["spec"]);
  checkSchedule(text(get(spec, "schedule")), found);
  checkTimeZone(get(spec, "timeZone"), found);
  for (const count of ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]) {
    checkNotNegative(get(spec, count), `spec.${count}`, found);
  }
  checkChoice(spec, "concurrencyPolicy", ["Allow", "Forbid", "Replace"], "spec", found);
  const job = fields(at(spec, "jobTemplate", "spec"));
  checkJobSpec(job, "spec.jobTemplate.spec", found);
  if (get(job, "manualSelector") === true) {
    found.unsupported("spec.jobTemplate.spec.manualSelector", true, ["nil", "false"]);
  }
};

function checkSchedule(schedule: string, found: Findings): void {
  const path = "spec.schedule";
  if (schedule === "") return found.required(path);
  const why = scheduleError(schedule);
  if (why !== undefined) found.invalid(path, schedule, why);
  if (schedule.includes("TZ")) {
    found.invalid(path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
  }
}

function checkTimeZone(zone: unknown, found: Findings): void {
  if (typeof zone !== "string") return;
  const path = "spec.timeZone";
  if (zone === "") return found.invalid(path, zone, "timeZone must be nil or non-empty string");
  if (!isTimeZone(zone)) found.invalid(path, zone, `unknown time zone ${zone}`);
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format();
    return true;
  } catch {
    return false;
  }
}
