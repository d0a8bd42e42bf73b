import type { KubeObject } from "../object.ts";
import { equal } from "../patch/json.ts";
import { selectorMatches } from "../resources/selector.ts";
import { type DaemonSet, daemonSets } from "./apps-kinds.ts";
import { type Client, isNamespaceEnding, isReason, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Change, type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import {
  ensureRevision,
  forgetRevisions,
  hashOf,
  revisionLabel,
  type Revisions,
} from "./controller-revisions.ts";
import { type DaemonPlan, daemonPlan, daemonStatus, type Place } from "./daemon-plan.ts";
import { daemonPod, fitness, nodeNameOf } from "./daemon-pod.ts";
import { type Record, recorder } from "./events.ts";
import { type Pod, pods } from "./kinds.ts";
import { type Node, nodes } from "./node-kind.ts";
import { claim, controllerKey, controllerOf } from "./owners.ts";
import { nextAvailableMs } from "./replica-set-status.ts";

interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly record: Record;
  readonly backOffs: BackOffs;
}

/** Keeps one pod on every node that it fits.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ */
export function daemonSetController(client: Client, clock: Clock): Controller {
  const record = recorder(client, clock, "daemonset-controller");
  const context = { client, clock, record, backOffs: new BackOffs() };
  return {
    name: "daemon-set",
    watches: [
      { kind: daemonSets, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay((pod) => setsFor(client, pod)) },
      { kind: nodes, keys: (change) => (isNews(change) ? client.list(daemonSets).map(keyOf) : []) },
    ],
    reconcile: (key) => reconcile(context, key),
  };
}

/** What decides whether a daemon fits; a heartbeat does not. */
function isNews({ object, previous, isGone }: Change): boolean {
  return isGone || previous === undefined || !equal(factsOf(object), factsOf(previous));
}

const factsOf = ({ metadata, spec }: Node) => ({ labels: metadata.labels, spec });

function setsFor(client: Client, pod: KubeObject): string[] {
  if (controllerOf(pod)) return controllerKey(pod, "DaemonSet");
  return client
    .list(daemonSets, pod.metadata.namespace)
    .filter(({ spec }) => selectorMatches(spec.selector, pod.metadata.labels))
    .map(keyOf);
}

async function reconcile(context: Context, key: string): Promise<number | void> {
  const { client, clock } = context;
  const { namespace, name } = partsOf(key);
  const set = client.get(daemonSets, namespace, name);
  if (!set || set.metadata.deletionTimestamp !== undefined) return;
  const revisions = await revisionsOf(client, set);
  const hash = hashOf(revisions.update);
  const plan = daemonPlan(set, hash, await placesOf(client, set), clock.now());
  const outcome = await attempt(() => act(context, set, hash, plan));
  const places = await placesOf(client, set);
  await writeStatus(client, set, hash, places, clock.now());
  const members = places.flatMap((place) => place.pods);
  await forgetRevisions(client, set, revisions, liveRevisions(revisions, members));
  if (outcome && "error" in outcome) throw outcome.error;
  return soonest(outcome?.waitMs, nextAvailableMs(set, members, clock.now()));
}

const soonest = (...waits: readonly (number | undefined)[]): number | undefined => {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

function liveRevisions({ all, update }: Revisions, members: readonly Pod[]): Set<string> {
  const hashes = new Set(members.map(({ metadata }) => metadata.labels?.[revisionLabel]));
  const live = all.filter((revision) => revision === update || hashes.has(hashOf(revision)));
  return new Set(live.map(({ metadata }) => metadata.name));
}

type Outcome = { readonly error: unknown } | { readonly waitMs: number | undefined } | undefined;

async function attempt(work: () => Promise<number | undefined>): Promise<Outcome> {
  try {
    return { waitMs: await work() };
  } catch (error) {
    return isNamespaceEnding(error) ? undefined : { error };
  }
}

async function revisionsOf(client: Client, set: DaemonSet): Promise<Revisions> {
  try {
    return await ensureRevision(client, set);
  } catch (error) {
    if (isReason(error, "AlreadyExists")) {
      const collisionCount = (set.status?.collisionCount ?? 0) + 1;
      const status = { ...daemonStatus(set, "", [], 0), ...set.status, collisionCount };
      await client.change(daemonSets, set, (copy) => void (copy.status = status), "status");
    }
    throw error;
  }
}

/** Every node, and those that are gone and had a pod. */
async function placesOf(client: Client, set: DaemonSet): Promise<Place[]> {
  const members = await claim(client, set, set.spec.selector, pods);
  const byNode = Map.groupBy(members, (pod) => nodeNameOf(pod) ?? "");
  const known = client.list(nodes).map((node) => {
    const { name } = node.metadata;
    const found = byNode.get(name) ?? [];
    byNode.delete(name);
    return { node: name, pods: found, ...fitness(set, node) };
  });
  const lost = [...byNode].map(([node, found]) => ({ node, pods: found, runs: false, stays: false }));
  return [...known, ...lost];
}

/** @returns milliseconds until a pod that failed too often may be replaced */
async function act(
  context: Context,
  set: DaemonSet,
  hash: string,
  plan: DaemonPlan,
): Promise<number | undefined> {
  const { clock, backOffs } = context;
  const waits = await Promise.all(
    plan.finished.map(async (pod) => {
      const wait = backOffs.waitMs(`${set.metadata.uid} ${nodeNameOf(pod)}`, clock.now());
      if (wait === 0) await removeFinished(context, set, pod);
      return wait === 0 ? undefined : wait;
    }),
  );
  await Promise.all(plan.remove.map((pod) => removePod(context, set, pod)));
  await Promise.all(plan.create.map((node) => createPod(context, set, hash, node)));
  return soonest(...waits);
}

async function createPod(
  { client, record }: Context,
  set: DaemonSet,
  hash: string,
  node: string,
): Promise<void> {
  try {
    const pod = await client.create<Pod>(pods, set.metadata.namespace ?? "", daemonPod(set, hash, node));
    await record(set, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!isNamespaceEnding(error)) await record(set, "Warning", "FailedCreate", `Error creating: ${why}`);
    throw error;
  }
}

async function removePod({ client, record }: Context, set: DaemonSet, pod: Pod): Promise<void> {
  await client.remove(pods, pod);
  await record(set, "Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
}

async function removeFinished(context: Context, set: DaemonSet, pod: Pod): Promise<void> {
  const { namespace, name } = pod.metadata;
  const hasFailed = pod.status?.phase === "Failed";
  const [type, reason, told] = hasFailed
    ? (["Warning", "FailedDaemonPod", "failed"] as const)
    : (["Normal", "SucceededDaemonPod", "succeeded"] as const);
  const verb = hasFailed ? "kill" : "delete";
  const text = `Found ${told} daemon pod ${namespace}/${name} on node ${pod.spec.nodeName ?? ""}, will try to ${verb} it`;
  await context.record(set, type, reason, text);
  await removePod(context, set, pod);
}

async function writeStatus(
  client: Client,
  set: DaemonSet,
  hash: string,
  places: readonly Place[],
  now: number,
): Promise<void> {
  const status = daemonStatus(set, hash, places, now);
  if (equal(status, set.status)) return;
  await unless(["NotFound"], () =>
    client.change(daemonSets, set, (copy) => void (copy.status = status), "status"),
  );
}

const firstBackOffMs = 1_000;
const longestBackOffMs = 15 * 60_000;

/** A daemon that keeps failing is replaced ever more rarely; one that has been well for long begins anew. */
class BackOffs {
  readonly #known = new Map<string, { readonly until: number; readonly ms: number }>();

  /** @returns 0 when it may go now; the next one waits longer then */
  waitMs(key: string, now: number): number {
    const before = this.#known.get(key);
    if (before && before.until > now) return before.until - now;
    const isOver = before && now - before.until > 2 * longestBackOffMs;
    const ms = before && !isOver ? Math.min(before.ms * 2, longestBackOffMs) : firstBackOffMs;
    this.#known.set(key, { until: now + ms, ms });
    return 0;
  }
}
