import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "../api/handlers.ts";
import { configMaps, type Kind, services } from "../controllers/kinds.ts";
import type { KubeObject } from "../object.ts";
import { nameOf } from "../resources/registry.ts";
import type { Watch, WatchEvent } from "../store/store.ts";
import type { NodeContext } from "./context.ts";
import { type Pod, pods } from "./pod.ts";
import { removeFolder } from "./volumes/scratch.ts";
import { PodWorker } from "./worker.ts";

const secrets: Kind = { group: "", version: "v1", plural: "secrets" };
const claims: Kind = { group: "", version: "v1", plural: "persistentvolumeclaims" };

/** Tokens in volumes are looked at this often. */
const refreshEveryMs = 60_000;
/** A burst of changed services is written to /etc/hosts once. */
const hostsAfterMs = 100;

/** Runs the pods that are bound to one node. */
export class Kubelet {
  readonly #node: NodeContext;
  readonly #store: Cluster["store"];
  readonly #workers = new Map<string, PodWorker>();
  #watches: Watch[] = [];
  #cancels: (() => void)[] = [];
  #cancelHosts: () => void = () => {};
  #isStopped = false;

  constructor(node: NodeContext, store: Cluster["store"]) {
    this.#node = node;
    this.#store = store;
  }

  async start(): Promise<void> {
    await this.#dropStrangers();
    this.#followPods();
    for (const kind of [configMaps, secrets, claims]) {
      this.#watch(kind, (object) => this.#refresh((worker) => uses(worker.pod, object)));
    }
    this.#watch(services, () => this.#writeHosts());
    this.#cancels.push(this.#every(refreshEveryMs, () => this.#refresh(({ pod }) => hasToken(pod))));
  }

  get workers(): Iterable<PodWorker> {
    return this.#workers.values();
  }

  worker(uid: string): PodWorker | undefined {
    return this.#workers.get(uid);
  }

  /** @param graceMs  how long programs may take to end; 0 as if the power failed */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    for (const watch of this.#watches) watch.close();
    for (const cancel of this.#cancels) cancel();
    this.#cancelHosts();
    await Promise.all([...this.#workers.values()].map((worker) => worker.abandon(graceMs)));
  }

  #followPods(): void {
    if (this.#isStopped) return;
    const resource = nameOf(pods);
    const { entries, revision } = this.#store.list(resource);
    const present = new Set(entries.map(({ object }) => object.metadata.uid));
    for (const [uid, worker] of this.#workers) if (!present.has(uid)) worker.deleted();
    for (const { object } of entries) this.#see(object as Pod);
    const onEvents = (events: readonly WatchEvent[]) => {
      for (const { type, object } of events) {
        if (type === "DELETED") this.#workers.get(object.metadata.uid)?.deleted();
        else this.#see(object as Pod);
      }
    };
    this.#watches.push(this.#store.watch({ resource, from: revision }, onEvents, () => this.#followPods()));
  }

  #see(pod: Pod): void {
    if (pod.spec.nodeName !== this.#node.nodeName) return;
    const { uid } = pod.metadata;
    const known = this.#workers.get(uid);
    if (known) return known.update(pod);
    this.#workers.set(uid, new PodWorker(this.#node, pod, () => this.#workers.delete(uid)));
  }

  /** Folders of pods that were deleted while nobody looked. */
  async #dropStrangers(): Promise<void> {
    const { client, folder } = this.#node;
    const known = new Set(client.list(pods).map(({ metadata }) => metadata.uid));
    for (const name of await readdir(folder).catch(() => [])) {
      const uid = name.slice(name.lastIndexOf("_") + 1);
      if (!known.has(uid)) await removeFolder(join(folder, name));
    }
  }

  #watch(kind: Kind, onChange: (object: KubeObject) => void): void {
    const onEvents = (events: readonly WatchEvent[]) => {
      for (const { object } of events) onChange(object);
    };
    const open = (): Watch =>
      this.#store.watch({ resource: nameOf(kind), from: this.#store.revision }, onEvents, () => {
        if (this.#isStopped) return;
        this.#watches.push(open());
        // What was missed may have been meant for anybody.
        this.#refresh(() => true);
      });
    this.#watches.push(open());
  }

  #refresh(isMeant: (worker: PodWorker) => boolean): void {
    for (const worker of this.#workers.values()) if (isMeant(worker)) worker.refresh();
  }

  #writeHosts(): void {
    this.#cancelHosts();
    this.#cancelHosts = this.#node.clock.after(hostsAfterMs, () => {
      for (const { home, pod } of this.#workers.values()) void home.writeHosts(pod).catch(() => {});
    });
  }

  #every(milliseconds: number, run: () => void): () => void {
    let cancel: () => void;
    const next = () => {
      cancel = this.#node.clock.after(milliseconds, () => {
        run();
        next();
      });
    };
    next();
    return () => cancel();
  }
}

/** Whether a pod names an object of its namespace, wherever it does. */
function uses({ metadata, spec }: Pod, { kind, metadata: { namespace, name } }: KubeObject): boolean {
  if (metadata.namespace !== namespace) return false;
  const text = JSON.stringify([spec.volumes, spec.containers, spec.initContainers]);
  return kind !== "" && text.includes(JSON.stringify(name));
}

const hasToken = ({ spec }: Pod) =>
  (spec.volumes ?? []).some(({ projected }) => projected?.sources?.some((one) => one.serviceAccountToken));
