import type { KubeObject } from "../object.ts";
import { equal } from "../patch/json.ts";
import { selectorMatches } from "../resources/selector.ts";
import type { Client } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Change, type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { deploymentStatus, isComplete, overdueInMs } from "./deployment-status.ts";
import { type Record, recorder } from "./events.ts";
import { type Deployment, deployments, pods, replicaSets } from "./kinds.ts";
import { claim, controllerKey, controllerOf } from "./owners.ts";
import { conditionIn, isFinished } from "./pod-state.ts";
import { isScaled, proportionally } from "./proportional.ts";
import { ensureCurrent, noteRevision, scale } from "./replica-sets-of.ts";
import { outlived } from "./revisions.ts";
import { isRolling, replicasOf } from "./rolling-bounds.ts";
import { byAge, rollout, type Sets } from "./rollout.ts";
import { isSameTemplate } from "./template-hash.ts";

interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly record: Record;
}

/** Replaces the pods of one template by those of another.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export function deploymentController(client: Client, clock: Clock): Controller {
  const context = { client, clock, record: recorder(client, clock, "deployment-controller") };
  return {
    name: "deployment",
    watches: [
      { kind: deployments, keys: ({ object }) => [keyOf(object)] },
      { kind: replicaSets, keys: eitherWay((set) => deploymentsFor(client, set)) },
      { kind: pods, keys: (change) => ownerOfLost(client, change) },
    ],
    reconcile: (key) => reconcile(context, key),
  };
}

/** The deployment that controls a set; of an orphan, those that might adopt it. */
function deploymentsFor(client: Client, set: KubeObject): string[] {
  if (controllerOf(set)) return controllerKey(set, "Deployment");
  return client
    .list(deployments, set.metadata.namespace)
    .filter(({ spec }) => selectorMatches(spec.selector, set.metadata.labels))
    .map(keyOf);
}

/** Recreate waits for the last pod that ends. */
function ownerOfLost(client: Client, { object, isGone }: Change): string[] {
  const owner = controllerOf(object);
  if (!isGone || owner?.kind !== "ReplicaSet") return [];
  const set = client.get(replicaSets, object.metadata.namespace ?? "", owner.name);
  return set ? controllerKey(set, "Deployment") : [];
}

async function reconcile(context: Context, key: string): Promise<number | void> {
  const { client, clock } = context;
  const { namespace, name } = partsOf(key);
  const found = client.get(deployments, namespace, name);
  if (!found) return;
  if (found.metadata.deletionTimestamp !== undefined) return;
  const sets = await load(client, found);
  const isRollingOut = found.spec.paused !== true && !isScaled(found, sets);
  const { deployment, ...turn } = isRollingOut
    ? await advance(context, found, sets)
    : await hold(context, found, sets);
  const now = clock.now();
  const status = deploymentStatus(deployment, { ...turn, now, isRollingOut });
  if (!equal(status, deployment.status)) {
    await client.change(deployments, deployment, (copy) => void (copy.status = status), "status");
  }
  if (found.spec.paused === true || isComplete(deployment, status)) {
    for (const set of outlived(deployment, turn.sets.old)) await client.remove(replicaSets, set);
  }
  const overdue = overdueInMs(deployment, conditionIn(status.conditions, "Progressing"), now);
  return overdue === undefined ? undefined : Math.max(0, overdue) + 1_000;
}

async function load(client: Client, deployment: Deployment): Promise<Sets> {
  const all = (await claim(client, deployment, deployment.spec.selector, replicaSets)).toSorted(byAge);
  const current = all.find(({ spec }) => isSameTemplate(spec.template, deployment.spec.template));
  return { current, old: all.filter((set) => set !== current) };
}

interface Turn {
  readonly deployment: Deployment;
  readonly sets: Sets;
  readonly isCreated?: boolean;
}

async function advance(context: Context, found: Deployment, sets: Sets): Promise<Turn> {
  const { client, record } = context;
  if (!isRolling(found) && isOldRunning(client, sets)) {
    return { deployment: found, sets: await scale(client, record, found, sets, endOld(sets)) };
  }
  const isCreated = sets.current === undefined;
  const ensured = await ensureCurrent(client, record, found, sets);
  const deployment = await noteRevision(client, found, ensured.current);
  const scaled = await scale(client, record, deployment, ensured, rollout(deployment, ensured));
  return { deployment, sets: scaled, isCreated };
}

/** Paused, or scaled in the middle of a rollout: sizes change, templates do not. */
async function hold({ client, record }: Context, found: Deployment, sets: Sets): Promise<Turn> {
  const ensured = sets.current ? await ensureCurrent(client, record, found, sets) : sets;
  const deployment = await noteRevision(client, found, ensured.current);
  const scaled = await scale(client, record, deployment, ensured, proportionally(deployment, ensured));
  return { deployment, sets: scaled };
}

const endOld = ({ old }: Sets) => old.filter((set) => replicasOf(set) > 0).map((set) => ({ set, to: 0 }));

/** Pods that are ending run still. */
function isOldRunning(client: Client, { old }: Sets): boolean {
  if (old.some((set) => replicasOf(set) > 0)) return true;
  const uids = new Set(old.map(({ metadata }) => metadata.uid));
  const [first] = old;
  if (!first) return false;
  return client
    .list(pods, first.metadata.namespace)
    .some((pod) => !isFinished(pod) && uids.has(controllerOf(pod)?.uid ?? ""));
}
