import type { KubeObject } from "../object.ts";
import { equal } from "../patch/json.ts";
import { selectorMatches } from "../resources/selector.ts";
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
import { type Replicating, replicaSetKind } from "./replicating.ts";
import { slowStart } from "./slow-start.ts";

/** As many pods are created or deleted in one go. */
const mostAtOnce = 500;

/** Keeps as many pods of a template as were asked for.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ */
export function replicaSetController(client: Client, clock: Clock, of = replicaSetKind): Controller {
  const work = { client, clock, of, record: recorder(client, clock, of.controller) };
  return {
    name: of.controller,
    watches: [
      { kind: of.kind, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay((pod) => setsFor(work, pod)) },
    ],
    reconcile: (key) => reconcile(work, key),
  };
}

interface Work {
  readonly client: Client;
  readonly clock: Clock;
  readonly of: Replicating;
  readonly record: Record;
}

/** The set that controls a pod; of an orphan, every set that might adopt it. */
function setsFor({ client, of }: Work, pod: KubeObject): string[] {
  if (controllerOf(pod)) return controllerKey(pod, of.kindName);
  const { labels, namespace } = pod.metadata;
  if (!labels) return [];
  return client
    .list(of.kind, namespace)
    .filter((set) => selectorMatches(of.selectorOf(set), labels))
    .map(keyOf);
}

async function reconcile(work: Work, key: string): Promise<number | void> {
  const { client, clock, of } = work;
  const { namespace, name } = partsOf(key);
  const set = client.get(of.kind, namespace, name);
  if (!set) return;
  const before = await activePods(work, set);
  const isGoing = set.metadata.deletionTimestamp !== undefined;
  const outcome = isGoing ? undefined : await manage(work, set, before);
  const after = await activePods(work, set);
  const now = clock.now();
  await writeStatus(work, set, after, now, outcome?.failure);
  if (outcome) throw outcome.error;
  return nextAvailableMs(set, after, now);
}

const activePods = async ({ client, of }: Work, set: ReplicaSet) =>
  (await claim(client, set, of.selectorOf(set), pods)).filter(isActive);

interface Outcome {
  readonly failure: Failure;
  readonly error: unknown;
}

/** @returns what went wrong, if anything did */
async function manage(work: Work, set: ReplicaSet, active: readonly Pod[]): Promise<Outcome | undefined> {
  const missing = (set.spec.replicas ?? 1) - active.length;
  try {
    if (missing > 0) await slowStart(Math.min(missing, mostAtOnce), () => createPod(work, set));
    if (missing < 0) await deletePods(work, set, active, Math.min(-missing, mostAtOnce));
    return undefined;
  } catch (error) {
    if (isNamespaceEnding(error)) return undefined;
    const reason = missing > 0 ? "FailedCreate" : "FailedDelete";
    const message = error instanceof Error ? error.message : String(error);
    await work.record(set, "Warning", reason, `Error ${missing > 0 ? "creating" : "deleting"}: ${message}`);
    return { failure: { reason, message }, error };
  }
}

async function createPod({ client, record }: Work, set: ReplicaSet): Promise<void> {
  const pod = await client.create(pods, set.metadata.namespace ?? "", podDraft(set, set.spec.template));
  await record(set, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
}

async function deletePods(
  { client, record }: Work,
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
  { client, of }: Work,
  set: ReplicaSet,
  active: readonly Pod[],
  now: number,
  failure: Failure | undefined,
): Promise<void> {
  const status = replicaSetStatus(set, active, now, failure);
  if (equal(status, set.status)) return;
  await unless(["NotFound"], () =>
    client.change(of.kind, set, (copy) => void (copy.status = status), "status"),
  );
}
