import type { Node } from "../controllers/node-kind.ts";
import type { ContainerPort, Pod } from "../controllers/pod-kind.ts";
import { controllerOf } from "../controllers/owners.ts";
import { type Amounts, amountsOf, comparedRequests, podRequests } from "./requests.ts";

/** A pod with what is asked of it often. */
export interface PodInfo {
  readonly pod: Pod;
  readonly priority: number;
  readonly requests: Amounts;
  readonly compared: Amounts;
  readonly ports: readonly ContainerPort[];
  readonly owner: string | undefined;
  readonly hasAntiAffinity: boolean;
  readonly hasAffinity: boolean;
}

/** @param priority  when the pod does not bear it itself */
export function podInfo(pod: Pod, priority = pod.spec.priority ?? 0): PodInfo {
  const { spec } = pod;
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  const containers = [
    ...spec.containers,
    ...(spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always"),
  ];
  return {
    pod,
    priority,
    requests: podRequests(spec),
    compared: comparedRequests(spec),
    ports: containers.flatMap(({ ports = [] }) => ports).filter(({ hostPort = 0 }) => hostPort > 0),
    owner: controllerOf(pod)?.uid,
    hasAntiAffinity: (podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0,
    hasAffinity: podAffinity !== undefined || podAntiAffinity !== undefined,
  };
}

/** A node with its pods and what they take together. */
export class NodeInfo {
  readonly node: Node;
  readonly allocatable: Amounts;
  readonly requested = new Map<string, number>();
  readonly compared = new Map<string, number>();
  /** How many pods of each controller run here. */
  readonly owners = new Map<string, number>();
  readonly #pods = new Map<string, PodInfo>();
  #antiAffine = 0;

  constructor(node: Node, pods: Iterable<PodInfo> = []) {
    this.node = node;
    this.allocatable = amountsOf(node.status?.allocatable ?? node.status?.capacity);
    for (const pod of pods) this.add(pod);
  }

  get name(): string {
    return this.node.metadata.name;
  }

  get size(): number {
    return this.#pods.size;
  }

  /** Whether some pod here keeps others away. */
  get isAntiAffine(): boolean {
    return this.#antiAffine > 0;
  }

  pods(): IterableIterator<PodInfo> {
    return this.#pods.values();
  }

  label(key: string): string | undefined {
    const { labels = {} } = this.node.metadata;
    return Object.hasOwn(labels, key) ? labels[key] : undefined;
  }

  add(info: PodInfo): void {
    this.remove(info.pod.metadata.uid);
    this.#pods.set(info.pod.metadata.uid, info);
    this.#count(info, 1);
  }

  remove(uid: string): void {
    const info = this.#pods.get(uid);
    if (!info) return;
    this.#pods.delete(uid);
    this.#count(info, -1);
  }

  clone(): NodeInfo {
    return new NodeInfo(this.node, this.pods());
  }

  #count(info: PodInfo, sign: 1 | -1): void {
    addTo(this.requested, info.requests, sign);
    addTo(this.compared, info.compared, sign);
    if (info.owner !== undefined) this.owners.set(info.owner, (this.owners.get(info.owner) ?? 0) + sign);
    if (info.hasAntiAffinity) this.#antiAffine += sign;
  }
}

function addTo(sums: Map<string, number>, amounts: Amounts, sign: 1 | -1): void {
  for (const [name, amount] of amounts) sums.set(name, (sums.get(name) ?? 0) + sign * amount);
}
