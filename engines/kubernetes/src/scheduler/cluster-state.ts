import type { Node } from "../controllers/node-kind.ts";
import { NodeInfo, type PodInfo } from "./node-info.ts";

/** Which pods take what on which nodes, kept up with every change. */
export class ClusterState {
  readonly #nodes = new Map<string, NodeInfo>();
  readonly #pods = new Map<string, PodInfo>();
  /** Placed by the scheduler; the store may not have told of it yet. */
  readonly #assumed = new Set<string>();

  nodes(): NodeInfo[] {
    return [...this.#nodes.values()];
  }

  node(name: string): NodeInfo | undefined {
    return this.#nodes.get(name);
  }

  /** The labels and room of a node may change; its pods stay. */
  putNode(node: Node): void {
    const { name } = node.metadata;
    const before = this.#nodes.get(name);
    const pods = before?.pods() ?? [...this.#pods.values()].filter(({ pod }) => pod.spec.nodeName === name);
    this.#nodes.set(name, new NodeInfo(node, pods));
  }

  removeNode(name: string): void {
    this.#nodes.delete(name);
  }

  /** Of a pod that has a node. */
  putPod(info: PodInfo, isAssumed = false): void {
    const { uid } = info.pod.metadata;
    this.#take(uid);
    if (isAssumed) this.#assumed.add(uid);
    else this.#assumed.delete(uid);
    this.#pods.set(uid, info);
    this.#nodes.get(info.pod.spec.nodeName ?? "")?.add(info);
  }

  isAssumed(uid: string): boolean {
    return this.#assumed.has(uid);
  }

  removePod(uid: string): void {
    this.#take(uid);
    this.#assumed.delete(uid);
  }

  /** Of all that it knows only these are there. */
  keepOnly(pods: ReadonlySet<string>): void {
    for (const uid of this.#pods.keys()) if (!pods.has(uid)) this.removePod(uid);
  }

  keepOnlyNodes(names: ReadonlySet<string>): void {
    for (const name of this.#nodes.keys()) if (!names.has(name)) this.removeNode(name);
  }

  #take(uid: string): void {
    const known = this.#pods.get(uid);
    if (!known) return;
    this.#nodes.get(known.pod.spec.nodeName ?? "")?.remove(uid);
    this.#pods.delete(uid);
  }
}
