import { equal } from "../patch/json.ts";
import { type Client, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { putCondition } from "./conditions.ts";
import { type Change, type Controller, eitherWay } from "./controller.ts";
import { type Record, recorder } from "./events.ts";
import { type Condition, type Pod, pods } from "./kinds.ts";
import {
  isNodeReady,
  lastHeard,
  leavesInMs,
  outOfServiceTaint,
  settledTaints,
  unknownConditions,
} from "./node-health.ts";
import { leases, type Node, nodes } from "./node-kind.ts";
import { conditionIn, isFinished } from "./pod-state.ts";

export interface NodeLifecycleOptions {
  /** Milliseconds of silence after which nobody knows how a node is; 40 s. */
  readonly nodeGraceMs?: number;
}

const leaseNamespace = "kube-node-lease";

interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly record: Record;
  readonly graceMs: number;
  /** Since when nodes that pods are on are not there. */
  readonly missing: Map<string, number>;
}

/** Notices nodes that fall silent, and what becomes of their pods.
 *  Source: https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller */
export function nodeLifecycleController(
  client: Client,
  clock: Clock,
  { nodeGraceMs = 40_000 }: NodeLifecycleOptions = {},
): Controller {
  const record = recorder(client, clock, "node-controller");
  const context = { client, clock, record, graceMs: nodeGraceMs, missing: new Map<string, number>() };
  const nodeOf = eitherWay((pod) =>
    ((pod as Pod).spec.nodeName ?? "") ? [(pod as Pod).spec.nodeName ?? ""] : [],
  );
  return {
    name: "node-lifecycle",
    watches: [
      { kind: nodes, keys: ({ object }) => [object.metadata.name] },
      {
        kind: leases,
        keys: ({ object: { metadata }, previous }) =>
          metadata.namespace === leaseNamespace && previous === undefined ? [metadata.name] : [],
      },
      { kind: pods, keys: (change, kind) => (concernsNode(client, change) ? nodeOf(change, kind) : []) },
    ],
    reconcile: (name) => reconcile(context, name),
  };
}

/** Pods change all the time: on a node that is well, or in what a node doesn't ask for, it is nothing to look at. */
function concernsNode(client: Client, { object, previous, isGone }: Change): boolean {
  const [pod, before] = [object as Pod, previous as Pod | undefined];
  const isSame =
    before !== undefined &&
    !isGone &&
    pod.metadata.deletionTimestamp === before.metadata.deletionTimestamp &&
    equal(pod.spec, before.spec) &&
    equal(pod.status, before.status);
  if (isSame || !pod.spec.nodeName) return false;
  const node = client.get(nodes, "", pod.spec.nodeName);
  return !node || !isNodeReady(node) || (node.spec?.taints ?? []).length > 0;
}

async function reconcile(context: Context, name: string): Promise<number | undefined> {
  const { client, clock, missing } = context;
  const found = client.get(nodes, "", name);
  const own = client.list(pods).filter(({ spec }) => spec.nodeName === name);
  if (!found) return collect(context, name, own);
  missing.delete(name);
  if (found.metadata.deletionTimestamp !== undefined) return undefined;
  const { node, waitMs } = await judge(context, found);
  const tainted = await settleTaints(context, node);
  if (!isNodeReady(tainted)) await markUnready(context, own);
  if (isOutOfService(tainted)) await force(context, own, "node is out of service");
  const waits = [waitMs];
  for (const pod of own.filter((one) => one.metadata.deletionTimestamp === undefined && !isFinished(one))) {
    const leaves = leavesInMs(pod, tainted.spec?.taints ?? [], clock.now());
    if (leaves === 0) await evict(context, pod);
    else if (leaves !== undefined) waits.push(leaves);
  }
  return Math.min(...waits);
}

/** A lease is renewed often; it is looked at when it should have been. */
async function judge(
  context: Context,
  node: Node,
): Promise<{ readonly node: Node; readonly waitMs: number }> {
  const { client, clock, record, graceMs } = context;
  const { name } = node.metadata;
  const now = clock.now();
  const silentMs = now - lastHeard(node, client.get(leases, leaseNamespace, name));
  if (silentMs <= graceMs) return { node, waitMs: graceMs - silentMs + 1 };
  const before = node.status?.conditions ?? [];
  const conditions = unknownConditions(before, now);
  if (equal(conditions, before)) return { node, waitMs: graceMs };
  const changed = await client.change(
    nodes,
    node,
    (copy) => void (copy.status = { ...copy.status, conditions }),
    "status",
  );
  await record(node, "Normal", "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
  return { node: changed, waitMs: graceMs };
}

async function settleTaints({ client, clock }: Context, node: Node): Promise<Node> {
  const taints = settledTaints(node, clock.now());
  if (equal(taints, node.spec?.taints ?? [])) return node;
  return client.change(nodes, node, (copy) => void (copy.spec = { ...copy.spec, taints }));
}

/** Services must not send anything there. */
async function markUnready({ client, clock, record }: Context, own: readonly Pod[]): Promise<void> {
  for (const pod of own) {
    const ready = conditionIn(pod.status?.conditions, "Ready");
    if (ready?.status !== "True") continue;
    const conditions = putCondition(pod.status?.conditions ?? [], { ...ready, status: "False" }, clock.now());
    await writeConditions(client, pod, conditions);
    await record(pod, "Warning", "NodeNotReady", "Node is not ready");
  }
}

const writeConditions = (client: Client, pod: Pod, conditions: Condition[], phase?: "Failed") =>
  unless(["NotFound"], () =>
    client.change(
      pods,
      pod,
      (copy) => void (copy.status = { ...copy.status, conditions, ...(phase && { phase }) }),
      "status",
    ),
  );

async function evict({ client, clock, record }: Context, pod: Pod): Promise<void> {
  const { namespace = "", name } = pod.metadata;
  await record(pod, "Normal", "TaintManagerEviction", `Marking for deletion Pod ${namespace}/${name}`);
  await markDisrupted(
    client,
    clock,
    pod,
    "DeletionByTaintManager",
    "Taint manager: deleting due to NoExecute taint",
  );
  await client.remove(pods, pod);
}

async function markDisrupted(
  client: Client,
  clock: Clock,
  pod: Pod,
  reason: string,
  message: string,
  phase?: "Failed",
): Promise<void> {
  const { namespace = "", name } = pod.metadata;
  const now = client.get(pods, namespace, name);
  if (!now) return;
  const condition = { type: "DisruptionTarget", status: "True", reason, message } as const;
  await writeConditions(
    client,
    now,
    putCondition(now.status?.conditions ?? [], condition, clock.now()),
    phase,
  );
}

const isOutOfService = (node: Node) =>
  !isNodeReady(node) && (node.spec?.taints ?? []).some(({ key }) => key === outOfServiceTaint);

/** Nobody is there to end them. */
async function force({ client, clock }: Context, own: readonly Pod[], why: string): Promise<void> {
  for (const pod of own.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)) {
    await markDisrupted(
      client,
      clock,
      pod,
      "DeletionByPodGC",
      `PodGC: ${why}`,
      isFinished(pod) ? undefined : "Failed",
    );
    await client.remove(pods, pod, { graceSeconds: 0 });
  }
}

/** Pods whose node is gone, when it has been gone for long enough that it does not come back. */
async function collect(context: Context, name: string, own: readonly Pod[]): Promise<number | undefined> {
  const { client, clock, graceMs, missing } = context;
  if (own.length === 0) {
    missing.delete(name);
    return undefined;
  }
  const since = missing.get(name) ?? clock.now();
  missing.set(name, since);
  const left = since + graceMs - clock.now();
  if (left > 0) return left;
  for (const pod of own) {
    const phase = isFinished(pod) ? undefined : "Failed";
    await markDisrupted(client, clock, pod, "DeletionByPodGC", "PodGC: node no longer exists", phase);
    await client.remove(pods, pod, { graceSeconds: 0 });
  }
  return undefined;
}
