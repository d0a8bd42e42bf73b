import { type Job, jobs } from "./batch-kinds.ts";
import type { Client } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, keyOf, partsOf } from "./controller.ts";
import { finishedCondition } from "./job-status.ts";

/** Removes jobs a while after they have finished, where they say so.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/ */
export function ttlAfterFinishedController(client: Client, clock: Clock): Controller {
  return {
    name: "ttl-after-finished",
    watches: [{ kind: jobs, keys: ({ object, isGone }) => (isGone ? [] : [keyOf(object)]) }],
    async reconcile(key) {
      const { namespace, name } = partsOf(key);
      const job = client.get(jobs, namespace, name);
      const left = job && outlivedInMs(job, clock.now());
      if (!job || left === undefined || left > 0) return left;
      await client.remove(jobs, job, { propagation: "Foreground" });
      return undefined;
    },
  };
}

/** Milliseconds until a job is to go; undefined when it stays, or has not finished. */
export function outlivedInMs({ metadata, spec, status }: Job, now: number): number | undefined {
  const finished = finishedCondition(status);
  if (!finished || spec.ttlSecondsAfterFinished === undefined || metadata.deletionTimestamp !== undefined) {
    return undefined;
  }
  return Date.parse(finished.lastTransitionTime ?? "") + spec.ttlSecondsAfterFinished * 1000 - now;
}
