import type { KubeObject } from "../object.ts";
import { equal } from "../patch/json.ts";
import { type Client, isNamespaceEnding, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { inDeletionOrder } from "./deletion-order.ts";
import { type Record, recorder } from "./events.ts";
import { type Pod, pods, type ReplicaSet, replicaSets } from "./kinds.ts";
import { claim, controllerKey, controllerOf } from "./owners.ts";
import { podDraft } from "./pod-draft.ts";
import { isActive } from "./pod-state.ts";
import { type Failure, nextAvailableMs, replicaSetStatus } from "./replica-set-status.ts";
import { slowStart } from "./slow-start.ts";

/** As many pods are created or deleted in one go. */
const mostAtOnce = 500;

/** Keeps as many pods of a template as were asked for.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ */
export function replicaSetController(client: Client, clock: Clock): Controller {
  const record = recorder(client, clock, "replicaset-controller");
  return {
    name: "replica-set",
    watches: [
      { kind: replicaSets, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay((pod) => setsFor(client, pod)) },
    ],
    reconcile: (key) => reconcile(client, clock, record, key),
  };
}

/** The set that controls a pod; of an orphan, every set that might adopt it. */
function setsFor(client: Client, pod: KubeObject): string[] {
  if (controllerOf(pod)) return controllerKey(pod, "ReplicaSet");
  if (!pod.metadata.labels) return [];
  return client.list(replicaSets, pod.metadata.namespace).map(keyOf);
}

async function reconcile(client: Client, clock: Clock, record: Record, key: string): Promise<number | void> {
  const { namespace, name } = partsOf(key);
  const set = client.get(replicaSets, namespace, name);
  if (!set) return;
  const before = await activePods(client, set);
  const isGoing = set.metadata.deletionTimestamp !== undefined;
  const outcome = isGoing ? undefined : await manage(client, record, set, before);
  const after = await activePods(client, set);
  const now = clock.now();
  await writeStatus(client, set, after, now, outcome?.failure);
  if (outcome) throw outcome.error;
  return nextAvailableMs(set, after, now);
}

const activePods = async (client: Client, set: ReplicaSet) =>
  (await claim(client, set, set.spec.selector, pods)).filter(isActive);

interface Outcome {
  readonly failure: Failure;
  readonly error: unknown;
}

/** @returns what went wrong, if anything did */
async function manage(
  client: Client,
  record: Record,
  set: ReplicaSet,
  active: readonly Pod[],
): Promise<Outcome | undefined> {
  const missing = (set.spec.replicas ?? 1) - active.length;
  try {
    if (missing > 0) await slowStart(Math.min(missing, mostAtOnce), () => createPod(client, record, set));
    if (missing < 0) await deletePods(client, record, set, active, Math.min(-missing, mostAtOnce));
    return undefined;
  } catch (error) {
    if (isNamespaceEnding(error)) return undefined;
    const reason = missing > 0 ? "FailedCreate" : "FailedDelete";
    const message = error instanceof Error ? error.message : String(error);
    await record(set, "Warning", reason, `Error ${missing > 0 ? "creating" : "deleting"}: ${message}`);
    return { failure: { reason, message }, error };
  }
}

async function createPod(client: Client, record: Record, set: ReplicaSet): Promise<void> {
  const pod = await client.create(pods, set.metadata.namespace ?? "", podDraft(set, set.spec.template));
  await record(set, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
}

async function deletePods(
  client: Client,
  record: Record,
  set: ReplicaSet,
  active: readonly Pod[],
  count: number,
): Promise<void> {
  const related = count === active.length ? active : relatedPods(client, set);
  const leaving = inDeletionOrder(active, related).slice(0, count);
  await Promise.all(
    leaving.map(async (pod) => {
      await client.remove(pods, pod);
      await record(set, "Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
    }),
  );
}

/** The active pods of all sets of the same deployment. */
function relatedPods(client: Client, set: ReplicaSet): Pod[] {
  const { namespace, uid } = set.metadata;
  const owner = controllerOf(set)?.uid;
  const sisters = client.list(replicaSets, namespace).filter((other) => controllerOf(other)?.uid === owner);
  const uids = new Set(owner === undefined ? [uid] : sisters.map(({ metadata }) => metadata.uid));
  return client
    .list(pods, namespace)
    .filter((pod) => isActive(pod) && uids.has(controllerOf(pod)?.uid ?? ""));
}

async function writeStatus(
  client: Client,
  set: ReplicaSet,
  active: readonly Pod[],
  now: number,
  failure: Failure | undefined,
): Promise<void> {
  const status = replicaSetStatus(set, active, now, failure);
  if (equal(status, set.status)) return;
  await unless(["NotFound"], () =>
    client.change(replicaSets, set, (copy) => void (copy.status = status), "status"),
  );
}
