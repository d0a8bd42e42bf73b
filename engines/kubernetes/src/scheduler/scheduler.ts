import type { KubeObject } from "../object.ts";
import { type Client, isReason, unless } from "../controllers/client.ts";
import type { Clock } from "../controllers/clock.ts";
import { putCondition } from "../controllers/conditions.ts";
import type { Change, Controller } from "../controllers/controller.ts";
import { type Record, recorder } from "../controllers/events.ts";
import {
  budgets,
  namespaces,
  persistentVolumeClaims,
  type Pod,
  pods,
  priorityClasses,
} from "../controllers/kinds.ts";
import { type Node, nodes } from "../controllers/node-kind.ts";
import { isFinished } from "../controllers/pod-state.ts";
import { equal } from "../patch/json.ts";
import { claimRefusal } from "./claims.ts";
import { ClusterState } from "./cluster-state.ts";
import { decide, type World } from "./decide.ts";
import { type PodInfo, podInfo } from "./node-info.ts";
import { PendingPods } from "./pending-pods.ts";
import type { Candidate } from "./preemption.ts";
import { priorityOf } from "./priority.ts";

const name = "default-scheduler";
/** The queue of the controller holds one thing to do: to place whoever can be placed. */
const turn = ["pods"];
/** As many bindings are on their way to the disk at once. */
const mostBindings = 64;

/** Finds a node for every pod that asks for one.
 *  Source: https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/ */
export function schedulerController(client: Client, clock: Clock): Controller {
  const scheduler = new Scheduler(client, clock);
  return {
    name: "scheduler",
    watches: [
      { kind: priorityClasses, keys: () => [] },
      {
        kind: nodes,
        keys: (change) => scheduler.noteNode(change),
        onList: (listed) => scheduler.keepNodes(listed),
      },
      {
        kind: pods,
        keys: (change) => scheduler.notePod(change),
        onList: (listed) => scheduler.keepPods(listed),
      },
      { kind: persistentVolumeClaims, keys: () => scheduler.stir() },
      { kind: namespaces, keys: () => scheduler.stir() },
    ],
    reconcile: () => scheduler.placeAll(),
  };
}

class Scheduler {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #record: Record;
  readonly #state = new ClusterState();
  readonly #pending = new PendingPods();
  readonly #nominated = new Map<string, PodInfo>();
  readonly #world: World;

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    this.#record = recorder(client, clock, name);
    this.#world = {
      state: this.#state,
      namespaces: (name) => client.get(namespaces, "", name)?.metadata.labels,
      budgets: () => client.list(budgets),
      nominated: (node) =>
        [...this.#nominated.values()].filter(({ pod }) => pod.status?.nominatedNodeName === node),
    };
  }

  stir(): readonly string[] {
    this.#pending.stir();
    return turn;
  }

  keepNodes(listed: readonly KubeObject[]): void {
    this.#state.keepOnlyNodes(new Set(listed.map(({ metadata }) => metadata.name)));
  }

  keepPods(listed: readonly KubeObject[]): void {
    const present = new Set(listed.map(({ metadata }) => metadata.uid));
    this.#state.keepOnly(present);
    for (const uid of this.#pending.uids()) if (!present.has(uid)) this.#forgetPending(uid);
  }

  /** A heartbeat changes nothing that pods could wait for. */
  noteNode({ object, previous, isGone }: Change): readonly string[] {
    const node = object as Node;
    if (isGone) this.#state.removeNode(node.metadata.name);
    else if (previous === undefined || !equal(whatCounts(node), whatCounts(previous)))
      this.#state.putNode(node);
    else return [];
    return this.stir();
  }

  notePod({ object, previous, isGone }: Change): readonly string[] {
    const pod = object as Pod;
    const { uid } = pod.metadata;
    if (isGone || isFinished(pod)) return this.#lose(uid);
    if (pod.spec.nodeName) {
      this.#forgetPending(uid);
      this.#state.putPod(this.#infoOf(pod));
      return isMoved(pod, previous as Pod | undefined) ? this.stir() : [];
    }
    if (this.#state.isAssumed(uid)) return [];
    if (!isOurs(pod)) return this.#lose(uid);
    const isNews = previous === undefined || !equal(previous["spec"], pod["spec"]);
    const info = this.#infoOf(pod);
    this.#pending.put(info, isNews);
    if (pod.status?.nominatedNodeName) this.#nominated.set(uid, info);
    return turn;
  }

  /** @returns milliseconds until a pod that found no node may be tried again */
  async placeAll(): Promise<number | undefined> {
    for (let ready = this.#ready(); ready.length > 0; ready = this.#ready()) {
      const writing = new Set<Promise<void>>();
      for (const info of ready) {
        if (this.#pending.get(info.pod.metadata.uid) !== info) continue;
        const written = this.#place(info).finally(() => writing.delete(written));
        writing.add(written);
        if (writing.size >= mostBindings) await Promise.race(writing);
      }
      await Promise.all(writing);
    }
    return this.#pending.waitMs(this.#clock.now());
  }

  #ready = (): PodInfo[] => this.#pending.ready(this.#clock.now());

  /** Decides at once; what is awaited is only that it is written. */
  async #place(info: PodInfo): Promise<void> {
    const { pod } = info;
    if ((pod.spec.schedulingGates ?? []).length > 0) return this.#holdGated(pod);
    const refusal = claimRefusal(this.#client, pod);
    if (refusal !== undefined) {
      const count = this.#state.nodes().length;
      return this.#refuse(info, `0/${count} nodes are available: ${refusal}.`);
    }
    const decision = decide(info, this.#world);
    if ("node" in decision) return this.#bind(info, decision.node);
    return this.#refuse(info, decision.message, decision.preemption);
  }

  async #bind(info: PodInfo, nodeName: string): Promise<void> {
    const { pod } = info;
    const { uid, namespace = "" } = pod.metadata;
    this.#forgetPending(uid);
    this.#state.putPod({ ...info, pod: { ...pod, spec: { ...pod.spec, nodeName } } }, true);
    try {
      await this.#client.bind(pod, nodeName);
      const text = `Successfully assigned ${namespace}/${pod.metadata.name} to ${nodeName}`;
      await this.#record(pod, "Normal", "Scheduled", text);
    } catch (error) {
      this.#state.removePod(uid);
      // Whoever has another node by now, or ends, or is gone is told of by the store.
      if (isReason(error, "NotFound", "Conflict")) return;
      this.#pending.put(info, true);
      this.#pending.failed(uid, this.#clock.now());
      this.#pending.stir();
      await this.#record(pod, "Warning", "FailedScheduling", String(error));
    }
  }

  async #refuse(info: PodInfo, message: string, preemption?: Candidate): Promise<void> {
    const { pod } = info;
    this.#pending.failed(pod.metadata.uid, this.#clock.now());
    const nominatedNodeName = preemption?.node ?? pod.status?.nominatedNodeName;
    if (nominatedNodeName) {
      const nominated = { ...pod, status: { ...pod.status, nominatedNodeName } };
      this.#nominated.set(pod.metadata.uid, { ...info, pod: nominated });
    }
    await this.#record(pod, "Warning", "FailedScheduling", message);
    await this.#writeStatus(pod, { reason: "Unschedulable", message }, nominatedNodeName);
    for (const victim of preemption?.victims ?? []) await this.#evict(victim.pod, info);
  }

  async #holdGated(pod: Pod): Promise<void> {
    this.#pending.remove(pod.metadata.uid);
    const message = "Scheduling is blocked due to non-empty scheduling gates";
    await this.#writeStatus(pod, { reason: "SchedulingGated", message });
  }

  async #writeStatus(
    { metadata }: Pod,
    why: { readonly reason: string; readonly message: string },
    nominatedNodeName?: string,
  ): Promise<void> {
    const pod = this.#client.get(pods, metadata.namespace ?? "", metadata.name);
    if (pod?.metadata.uid !== metadata.uid) return;
    const condition = { type: "PodScheduled", status: "False", ...why } as const;
    const conditions = putCondition(pod.status?.conditions ?? [], condition, this.#clock.now());
    const status = { ...pod.status, conditions, ...(nominatedNodeName && { nominatedNodeName }) };
    if (equal(status, pod.status)) return;
    await unless(["NotFound", "Conflict"], () =>
      this.#client.change(pods, pod, (copy) => void (copy.status = status), "status"),
    );
  }

  async #evict(victim: Pod, { pod }: PodInfo): Promise<void> {
    const { namespace = "", name, uid } = victim.metadata;
    const found = this.#client.get(pods, namespace, name);
    if (found?.metadata.uid !== uid || found.metadata.deletionTimestamp !== undefined) return;
    const condition = {
      type: "DisruptionTarget",
      status: "True",
      reason: "PreemptionByScheduler",
      message: `${pod.spec.schedulerName ?? ""}: preempting to accommodate a higher priority pod`,
    } as const;
    // Its kubelet may write its status at the same moment.
    const mark = (now: Pod) => {
      const conditions = putCondition(now.status?.conditions ?? [], condition, this.#clock.now());
      now.status = { ...now.status, conditions };
    };
    await unless(["NotFound"], () => this.#client.amend(pods, found, mark, "status"));
    await this.#client.remove(pods, found);
    const text = `Preempted by pod ${pod.metadata.uid} on node ${found.spec.nodeName ?? ""}`;
    await this.#record(found, "Normal", "Preempted", text);
  }

  #lose(uid: string): readonly string[] {
    this.#forgetPending(uid);
    this.#state.removePod(uid);
    return this.stir();
  }

  #forgetPending(uid: string): void {
    this.#pending.remove(uid);
    this.#nominated.delete(uid);
  }

  #infoOf(pod: Pod): PodInfo {
    const isKnown = pod.spec.priority !== undefined;
    return podInfo(pod, isKnown ? undefined : priorityOf(pod, this.#client.list(priorityClasses)));
  }
}

const isOurs = ({ metadata, spec }: Pod) =>
  metadata.deletionTimestamp === undefined && (spec.schedulerName ?? name) === name;

const whatCounts = ({ metadata, spec, status }: Node) => ({
  labels: metadata.labels,
  spec,
  allocatable: status?.allocatable,
  ready: status?.conditions?.find(({ type }) => type === "Ready")?.status,
});

/** Whether others may fit now that did not before. */
const isMoved = (pod: Pod, previous: Pod | undefined) =>
  !previous?.spec.nodeName ||
  !equal(previous.metadata.labels, pod.metadata.labels) ||
  previous.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp;
