import { timestamp } from "../../objects/metadata.ts";
import { Client } from "../../controllers/client.ts";
import { budgetsFor, evictionVerdict, withDisrupted } from "../../controllers/disruption.ts";
import { putCondition } from "../../controllers/conditions.ts";
import { budgets, type Pod } from "../../controllers/kinds.ts";
import type { KubeObject } from "../../object.ts";
import type { Target } from "../../objects/objects.ts";
import { isObject } from "../../patch/json.ts";
import { ApiError } from "../../status.ts";
import { deleteOptions } from "../deletes.ts";
import type { Cluster } from "../handlers.ts";

/** Deletes a pod if its disruption budgets allow that now.
 *  @throws ApiError TooManyRequests, with the budget that refuses as a cause
 *  Source: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
export async function evict(cluster: Cluster, target: Target, eviction: unknown): Promise<void> {
  const given = isObject(eviction) ? eviction["deleteOptions"] : undefined;
  const options = deleteOptions(new URLSearchParams(), given);
  const client = new Client(cluster);
  const pod = cluster.objects.get(target).object as Pod;
  const verdict = evictionVerdict(pod, budgetsFor(pod, client.list(budgets, target.namespace)));
  if (!verdict.allowed) throw refusal(verdict);
  // The budget counts it first: two evictions at a time can't both use the last disruption that it allows.
  if (verdict.budget && !options.dryRun) {
    await client.change(
      budgets,
      verdict.budget,
      (copy) => void (copy.status = withDisrupted(copy.status ?? {}, target.name, timestamp(Date.now()))),
      "status",
    );
  }
  if (!options.dryRun) await markDisrupted(cluster, target);
  await cluster.objects.delete(target, options);
}

/** Who owns it may count that as no failure of its own. */
async function markDisrupted({ objects }: Cluster, target: Target): Promise<void> {
  const reason = "EvictionByEvictionAPI";
  const disrupted = {
    type: "DisruptionTarget",
    status: "True",
    reason,
    message: "Eviction API: evicting",
  } as const;
  const edit = (before: KubeObject) => {
    const { status } = before as Pod;
    const conditions = putCondition(status?.conditions ?? [], disrupted, Date.now());
    return { ...before, status: { ...status, conditions } };
  };
  const options = { dryRun: false, fieldManager: "kube-apiserver" };
  await objects.update({ ...target, subresource: "status" }, edit, options);
}

function refusal({
  code,
  message,
  cause,
  retryAfterSeconds,
}: {
  readonly code: 429 | 500;
  readonly message: string;
  readonly cause?: string;
  readonly retryAfterSeconds?: number;
}): ApiError {
  return new ApiError(code === 429 ? "TooManyRequests" : "InternalError", message, {
    ...(cause !== undefined && { causes: [{ reason: "DisruptionBudget", message: cause }] }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
