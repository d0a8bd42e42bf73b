import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "../api/handlers.ts";
import type { Client } from "../controllers/client.ts";
import type { Clock } from "../controllers/clock.ts";
import { recorder } from "../controllers/events.ts";
import { AddressPool } from "../network/addresses.ts";
import type { KubeObject } from "../object.ts";
import { nameOf } from "../resources/registry.ts";
import { at, text } from "../resources/values.ts";
import type { Runtime } from "../runtime/index.ts";
import { ApiError } from "../status.ts";
import type { Watch } from "../store/store.ts";
import type { Nodes as NodesForApi } from "./access.ts";
import type { NodeContext } from "./context.ts";
import { Kubelet } from "./kubelet.ts";
import { Heartbeat, nodes, ownLabel, shareOf } from "./node.ts";
import type { PodWorker } from "./worker.ts";

export interface NodesOptions extends Pick<
  NodeContext,
  "images" | "runtime" | "ports" | "issueToken" | "serviceHosts" | "apiEnvironment" | "collectLog" | "otlp"
> {
  readonly cluster: Cluster;
  readonly client: Client;
  readonly clock: Clock;
  readonly folder: string;
  readonly count: number;
  /** `127.17`: addresses of a node's pods begin so. */
  readonly networkOf: (index: number) => string;
  /** How long a node may be silent before it counts as lost. */
  readonly graceMs: number;
}

/** `kubectl annotate node node-2 naru.dev/power=off` pulls its plug; `on`, or none, is its life. */
const powerAnnotation = "naru.dev/power";
/** Addresses of a node's range that pods don't get: its own is the first one. */
const firstPodAddress = 10;

/** The nodes of this machine: each a kubelet and its heartbeat, with power or without. */
export class Nodes implements NodesForApi {
  readonly #options: NodesOptions;
  readonly #machines: readonly Machine[];
  #watch: Watch | undefined;

  constructor(options: NodesOptions) {
    this.#options = options;
    this.#machines = Array.from({ length: options.count }, (_, index) => new Machine(options, index));
  }

  get runtime() {
    return this.#options.runtime;
  }

  async start(): Promise<void> {
    await this.#dropFormer();
    await Promise.all(this.#machines.map((machine) => machine.start()));
    this.#follow();
  }

  async stop(graceMs: number): Promise<void> {
    this.#watch?.close();
    await Promise.all(this.#machines.map((machine) => machine.stop(graceMs)));
  }

  worker(pod: KubeObject): PodWorker {
    const { name, uid } = pod.metadata;
    const nodeName = text(at(pod, "spec", "nodeName"));
    if (nodeName === "") throw new ApiError("BadRequest", `pod ${name} does not have a host assigned`);
    const machine = this.#machines.find((one) => one.name === nodeName);
    const worker = machine?.kubelet?.worker(uid);
    if (worker) return worker;
    throw new ApiError("ServiceUnavailable", `node ${nodeName} does not answer for pod ${name}`);
  }

  /** Every pod that runs here, whatever node it is on. */
  *workers(): Iterable<PodWorker> {
    for (const { kubelet } of this.#machines) if (kubelet) yield* kubelet.workers;
  }

  /** Of nodes that run. */
  get names(): string[] {
    return this.#machines.filter(({ kubelet }) => kubelet).map(({ name }) => name);
  }

  #follow(): void {
    const { store } = this.#options.cluster;
    this.#watch = store.watch(
      { resource: nameOf(nodes), from: store.revision },
      async (events) => {
        for (const { object } of events) {
          await this.#machines.find(({ name }) => name === object.metadata.name)?.setPower(hasPower(object));
        }
      },
      () => this.#follow(),
    );
  }

  /** There were more of them once. */
  async #dropFormer(): Promise<void> {
    const { client } = this.#options;
    const own = client.list(nodes).filter(({ metadata }) => metadata.labels?.[ownLabel] === "true");
    const names = new Set(this.#machines.map(({ name }) => name));
    for (const node of own) if (!names.has(node.metadata.name)) await client.remove(nodes, node);
  }
}

const volumesOf = ({ isolation, mayMount }: Runtime) =>
  isolation === "none" ? "none" : mayMount ? "bounded" : "unbounded";

const hasPower = ({ metadata }: KubeObject) => metadata.annotations?.[powerAnnotation] !== "off";

class Machine {
  readonly name: string;
  readonly #options: NodesOptions;
  readonly #context: NodeContext;
  readonly #index: number;
  #heartbeat: Heartbeat | undefined;
  kubelet: Kubelet | undefined;

  constructor(options: NodesOptions, index: number) {
    const prefix = options.networkOf(index);
    const capacity = shareOf(options.count);
    this.name = `node-${index + 1}`;
    this.#index = index;
    this.#options = options;
    this.#context = {
      ...options,
      nodeName: this.name,
      hostIP: `${prefix}.0.1`,
      folder: join(options.folder, this.name),
      record: recorder(options.client, options.clock, "kubelet"),
      addresses: new AddressPool(prefix, firstPodAddress),
      allocatable: { cpu: capacity.cores, memory: capacity.memoryBytes },
    };
  }

  async start(): Promise<void> {
    await mkdir(this.#context.folder, { recursive: true, mode: 0o711 });
    const node = this.#options.client.get(nodes, "", this.name);
    if (!node || hasPower(node)) await this.#on();
  }

  async stop(graceMs: number): Promise<void> {
    const { kubelet } = this;
    this.kubelet = undefined;
    this.#heartbeat?.stop();
    this.#heartbeat = undefined;
    await kubelet?.stop(graceMs);
  }

  async setPower(isOn: boolean): Promise<void> {
    if (isOn === (this.kubelet !== undefined)) return;
    if (isOn) await this.#on();
    else await this.stop(0);
  }

  async #on(): Promise<void> {
    const { client, clock, cluster, count } = this.#options;
    const { hostIP } = this.#context;
    const podCIDR = `${this.#options.networkOf(this.#index)}.0.0/16`;
    const kubelet = new Kubelet(this.#context, cluster.store);
    this.kubelet = kubelet;
    this.#heartbeat = new Heartbeat({
      client,
      clock,
      name: this.name,
      address: hostIP,
      podCIDR,
      capacity: shareOf(count),
      graceMs: this.#options.graceMs,
      volumes: volumesOf(this.#options.runtime),
    });
    await this.#heartbeat.start();
    await kubelet.start();
  }
}
