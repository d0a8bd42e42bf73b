import { readFileSync } from "node:fs";
import { arch, cpus, release, totalmem, type } from "node:os";
import type { Client } from "../controllers/client.ts";
import { unless } from "../controllers/client.ts";
import type { Clock } from "../controllers/clock.ts";
import type { Condition, Kind } from "../controllers/kinds.ts";
import type { KubeObject } from "../object.ts";
import { timestamp } from "../objects/metadata.ts";
import { kubernetesVersion } from "../schema/definitions.ts";

export interface Node extends KubeObject {
  spec?: { podCIDR?: string; unschedulable?: boolean; [field: string]: unknown };
  status?: { conditions?: Condition[]; [field: string]: unknown };
}

export const nodes: Kind<Node> = { group: "", version: "v1", plural: "nodes" };
const leases: Kind = { group: "coordination.k8s.io", version: "v1", plural: "leases" };
const leaseNamespace = "kube-node-lease";

/** Of the machine, what one of its nodes has. */
export interface Capacity {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

const podsPerNode = 250;

export const shareOf = (nodeCount: number): Capacity => ({
  cores: Math.round((cpus().length / nodeCount) * 1000) / 1000,
  memoryBytes: Math.floor(totalmem() / nodeCount),
  pods: podsPerNode,
});

/** Renewed a quarter of the way to being given up, and at least this often.
 *  Source: https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats */
const rarestBeatMs = 10_000;
const statusEveryMs = 60_000;

export interface NodeOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly name: string;
  readonly address: string;
  readonly podCIDR: string;
  readonly capacity: Capacity;
  /** How long it may be silent before it counts as lost. */
  readonly graceMs: number;
  /** What volumes are there: none where nothing can be mounted in containers, `unbounded` where nothing can be outside of them, so that
   *  no `sizeLimit` is kept. */
  readonly volumes: "bounded" | "unbounded" | "none";
}

/** Says that a node is there and well, for as long as it is. */
export class Heartbeat {
  readonly #options: NodeOptions;
  #cancel: () => void = () => {};
  #isStopped = false;
  #statusAt = 0;

  constructor(options: NodeOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#beat();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #beat(): Promise<void> {
    const { clock, graceMs } = this.#options;
    try {
      await this.#renew();
      if (clock.now() >= this.#statusAt) {
        await this.#writeStatus();
        this.#statusAt = clock.now() + statusEveryMs;
      }
    } catch {
      // A disk that refuses is told to whoever writes; the next beat tries again.
    }
    if (!this.#isStopped)
      this.#cancel = clock.after(Math.min(rarestBeatMs, graceMs / 4), () => void this.#beat());
  }

  async #renew(): Promise<void> {
    const { client, clock, name } = this.#options;
    const renewTime = new Date(clock.now()).toISOString().replace("Z", "000Z");
    const spec = {
      holderIdentity: name,
      leaseDurationSeconds: Math.ceil(this.#options.graceMs / 1000),
      renewTime,
    };
    const lease = client.get(leases, leaseNamespace, name);
    if (lease) await client.change(leases, lease, (copy) => void (copy["spec"] = spec));
    else {
      await client.create(leases, leaseNamespace, {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name },
        spec,
      });
    }
  }

  async #writeStatus(): Promise<void> {
    const { client, name, clock } = this.#options;
    const known = client.get(nodes, "", name);
    const node = known ? await this.#labelled(known) : await this.#register();
    await unless(["Conflict", "NotFound"], () =>
      client.change(nodes, node, (copy) => void (copy.status = this.#status(copy, clock.now())), "status"),
    );
  }

  /** The same folder may be opened by another user. */
  async #labelled(node: Node): Promise<Node> {
    const { client, volumes } = this.#options;
    if (node.metadata.labels?.[volumesLabel] === volumes) return node;
    return client.change(nodes, node, ({ metadata }) => {
      metadata.labels = { ...metadata.labels, [volumesLabel]: volumes };
    });
  }

  #register(): Promise<Node> {
    const { client, name, podCIDR, volumes } = this.#options;
    const system = { os: process.platform, arch: arch() === "x64" ? "amd64" : arch() };
    return client.create(nodes, "", {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        labels: {
          "kubernetes.io/hostname": name,
          "kubernetes.io/os": system.os,
          "kubernetes.io/arch": system.arch,
          [ownLabel]: "true",
          [volumesLabel]: volumes,
        },
      },
      spec: { podCIDR, podCIDRs: [podCIDR] },
    });
  }

  #status(node: Node, now: number) {
    const { address, name, capacity } = this.#options;
    const amounts = {
      cpu: `${Math.floor(capacity.cores * 1000)}m`,
      memory: `${Math.floor(capacity.memoryBytes / 1024)}Ki`,
      pods: String(capacity.pods),
    };
    return {
      ...node.status,
      capacity: amounts,
      allocatable: amounts,
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
      conditions: conditionsOf(node, now),
      nodeInfo: nodeInfo(),
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
    };
  }
}

/** Nodes that this machine plays, as opposed to those that somebody made. */
export const ownLabel = "naru.dev/local";
/** What volumes its pods can have, for who deploys there. */
const volumesLabel = "naru.dev/volumes";

const wellness = [
  ["MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
  ["DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
  ["PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
  ["Ready", "True", "KubeletReady", "kubelet is posting ready status"],
] as const;

function conditionsOf(node: Node, now: number): Condition[] {
  const before = node.status?.conditions ?? [];
  const own = wellness.map(([type, status, reason, message]) => {
    const was = before.find((condition) => condition.type === type);
    const since = was?.status === status ? was.lastTransitionTime : undefined;
    return {
      type,
      status,
      reason,
      message,
      lastHeartbeatTime: timestamp(now),
      lastTransitionTime: since ?? timestamp(now),
    };
  });
  return [...own, ...before.filter(({ type }) => !own.some((one) => one.type === type))];
}

const nodeInfo = () => ({
  architecture: arch() === "x64" ? "amd64" : arch(),
  operatingSystem: process.platform,
  kernelVersion: release(),
  osImage: osName(),
  containerRuntimeVersion: `naru://${process.versions.node}`,
  kubeletVersion: `v${kubernetesVersion}+naru`,
  kubeProxyVersion: "",
  machineID: "",
  systemUUID: "",
  bootID: "",
});

/** Source: https://www.freedesktop.org/software/systemd/man/os-release.html */
function osName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? type();
  } catch {
    return type();
  }
}
