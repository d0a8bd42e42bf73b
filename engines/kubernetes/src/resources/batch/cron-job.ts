import type { KubeObject } from "../../object.ts";
import { ageColumn, column, count, nameColumn, selectorColumn, templateColumns } from "../cells.ts";
import { setTemplateDefaults } from "../core/pod-defaults.ts";
import { builtin } from "../declare.ts";
import { age } from "../duration.ts";
import { at, ensure, fill, items, present, text } from "../values.ts";
import { checkCronJob } from "./job-check.ts";
import { setFailurePolicyDefaults } from "./job.ts";

function setCronJobDefaults(cronJob: KubeObject): void {
  const spec = ensure(cronJob, "spec");
  fill(spec, "concurrencyPolicy", "Allow");
  fill(spec, "suspend", false);
  fill(spec, "successfulJobsHistoryLimit", 3);
  fill(spec, "failedJobsHistoryLimit", 1);
  const job = ensure(ensure(spec, "jobTemplate"), "spec");
  setFailurePolicyDefaults(job);
  setTemplateDefaults(job);
}

function suspended(cronJob: KubeObject): string {
  const suspend = at(cronJob, "spec", "suspend");
  if (!present(suspend)) return "<unset>";
  return suspend === true ? "True" : "False";
}

const lastSchedule = (cronJob: KubeObject, now: number) => {
  const time = at(cronJob, "status", "lastScheduleTime");
  return present(time) ? age(time, now) : "<none>";
};

const jobSpec = ["spec", "jobTemplate", "spec"];

export const cronJob = builtin({
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  shortNames: ["cj"],
  categories: ["all"],
  status: () => ({}),
  columns: [
    nameColumn,
    column("Schedule", (cronJob) => text(at(cronJob, "spec", "schedule"))),
    column("Timezone", (cronJob) => {
      const zone = at(cronJob, "spec", "timeZone");
      return present(zone) ? text(zone) : "<none>";
    }),
    column("Suspend", suspended, { type: "boolean" }),
    count("Active", (cronJob) => items(at(cronJob, "status", "active")).length),
    column("Last Schedule", lastSchedule),
    ageColumn,
    ...templateColumns(...jobSpec, "template"),
    selectorColumn(...jobSpec, "selector"),
  ],
  setDefaults: setCronJobDefaults,
  check: checkCronJob,
});
