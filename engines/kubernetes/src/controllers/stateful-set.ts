import type { KubeObject } from "../object.ts";
import { equal } from "../patch/json.ts";
import { type StatefulSet, statefulSets } from "./apps-kinds.ts";
import { type Client, isNamespaceEnding, isReason, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { ensureRevision, forgetRevisions, type Revisions, templateOf } from "./controller-revisions.ts";
import { type Record, recorder } from "./events.ts";
import { persistentVolumeClaims, type Pod, pods } from "./kinds.ts";
import { claim, controllerKey, controllerOf } from "./owners.ts";
import { nextAvailableMs } from "./replica-set-status.ts";
import { claimOwners, statefulClaims, statefulPod } from "./stateful-pod.ts";
import {
  type Names,
  ordinalOf,
  type Plan,
  revisionOf,
  statefulPlan,
  statefulStatus,
} from "./stateful-plan.ts";

interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly record: Record;
}

/** Keeps pods with a name and claims of their own, one after the other.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export function statefulSetController(client: Client, clock: Clock): Controller {
  const context = { client, clock, record: recorder(client, clock, "statefulset-controller") };
  return {
    name: "stateful-set",
    watches: [
      { kind: statefulSets, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay((pod) => setsFor(client, pod)) },
    ],
    reconcile: (key) => reconcile(context, key),
  };
}

/** The set that controls a pod; of an orphan, the one that it is named after. */
function setsFor(client: Client, pod: KubeObject): string[] {
  if (controllerOf(pod)) return controllerKey(pod, "StatefulSet");
  return client
    .list(statefulSets, pod.metadata.namespace)
    .filter((set) => ordinalOf(set, pod as Pod) !== undefined)
    .map(keyOf);
}

async function reconcile(context: Context, key: string): Promise<number | void> {
  const { client, clock } = context;
  const { namespace, name } = partsOf(key);
  const set = client.get(statefulSets, namespace, name);
  if (!set || set.metadata.deletionTimestamp !== undefined) return;
  const revisions = await revisionsOf(client, set);
  const names = namesOf(set, revisions);
  const before = await members(client, set);
  await settleClaims(client, set, before);
  const outcome = await attempt(() =>
    act(context, set, revisions, statefulPlan(set, names, before, clock.now())),
  );
  const after = await members(client, set);
  await writeStatus(client, set, names, after, clock.now());
  const live = new Set([names.current, names.update, ...after.map(revisionOf)]);
  await forgetRevisions(client, set, revisions, live);
  if (outcome) throw outcome.error;
  return nextAvailableMs(set, after, clock.now());
}

async function attempt(work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return isNamespaceEnding(error) ? undefined : { error };
  }
}

async function revisionsOf(client: Client, set: StatefulSet): Promise<Revisions> {
  try {
    return await ensureRevision(client, set);
  } catch (error) {
    if (isReason(error, "AlreadyExists")) {
      const collisionCount = (set.status?.collisionCount ?? 0) + 1;
      await client.change(
        statefulSets,
        set,
        (copy) => void (copy.status = { replicas: 0, availableReplicas: 0, ...copy.status, collisionCount }),
        "status",
      );
    }
    throw error;
  }
}

/** A revision that is forgotten can't be gone back to. */
function namesOf({ status }: StatefulSet, { update, all }: Revisions): Names {
  const current = all.find(({ metadata }) => metadata.name === status?.currentRevision) ?? update;
  return { current: current.metadata.name, update: update.metadata.name };
}

const members = async (client: Client, set: StatefulSet): Promise<Pod[]> => {
  const isNamedSo = (pod: Pod) => ordinalOf(set, pod) !== undefined;
  return (await claim(client, set, set.spec.selector, pods, isNamedSo)).filter(isNamedSo);
};

async function act(context: Context, set: StatefulSet, revisions: Revisions, plan: Plan): Promise<void> {
  await Promise.all(plan.remove.map((pod) => removePod(context, set, pod)));
  await Promise.all(
    plan.create.map(async ({ ordinal, revision }) => createPod(context, set, revisions, ordinal, revision)),
  );
}

async function createPod(
  context: Context,
  set: StatefulSet,
  { all, update }: Revisions,
  ordinal: number,
  name: string,
): Promise<void> {
  const { client, record } = context;
  const { namespace = "" } = set.metadata;
  const revision = all.find(({ metadata }) => metadata.name === name) ?? update;
  const draft = statefulPod(set, templateOf(revision), revision.metadata.name, ordinal);
  const told = `create Pod ${draft.metadata.name} in StatefulSet ${set.metadata.name}`;
  try {
    await createClaims(context, set, ordinal);
    const pod = await client.create<Pod>(pods, namespace, draft);
    await settleClaims(client, set, [pod]);
    await record(set, "Normal", "SuccessfulCreate", `${told} successful`);
  } catch (error) {
    // A pod that is ending, or somebody else's, has the name still: its going is a change that is seen.
    if (isReason(error, "AlreadyExists")) return;
    if (!isNamespaceEnding(error)) {
      const why = error instanceof Error ? error.message : String(error);
      await record(set, "Warning", "FailedCreate", `${told} failed error: ${why}`);
    }
    throw error;
  }
}

async function createClaims({ client, record }: Context, set: StatefulSet, ordinal: number): Promise<void> {
  const { namespace = "", name } = set.metadata;
  for (const draft of statefulClaims(set, ordinal)) {
    const claimName = draft.metadata.name ?? "";
    if (client.get(persistentVolumeClaims, namespace, claimName)) continue;
    await client.create(persistentVolumeClaims, namespace, draft);
    const text = `create Claim ${claimName} Pod ${name}-${ordinal} in StatefulSet ${name} success`;
    await record(set, "Normal", "SuccessfulCreate", text);
  }
}

/** Gives the claims of pods the owners that the set's policy asks for. */
async function settleClaims(client: Client, set: StatefulSet, members: readonly Pod[]): Promise<void> {
  if ((set.spec.volumeClaimTemplates ?? []).length === 0) return;
  for (const pod of members) {
    for (const { metadata } of statefulClaims(set, ordinalOf(set, pod) ?? 0)) {
      const found = client.get(persistentVolumeClaims, set.metadata.namespace ?? "", metadata.name ?? "");
      if (!found) continue;
      const ownerReferences = claimOwners(found, set, pod);
      if (equal(ownerReferences, found.metadata.ownerReferences ?? [])) continue;
      await client.change(persistentVolumeClaims, found, (copy) => {
        copy.metadata.ownerReferences = ownerReferences;
      });
    }
  }
}

async function removePod({ client, record }: Context, set: StatefulSet, pod: Pod): Promise<void> {
  await client.remove(pods, pod);
  const text = `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`;
  await record(set, "Normal", "SuccessfulDelete", text);
}

async function writeStatus(
  client: Client,
  set: StatefulSet,
  names: Names,
  members: readonly Pod[],
  now: number,
): Promise<void> {
  const status = statefulStatus(set, names, members, now);
  if (equal(status, set.status)) return;
  await unless(["NotFound"], () =>
    client.change(statefulSets, set, (copy) => void (copy.status = status), "status"),
  );
}
