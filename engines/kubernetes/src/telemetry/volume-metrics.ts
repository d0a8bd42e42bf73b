import { statfs } from "node:fs/promises";
import type { Clock } from "../controllers/clock.ts";
import type { Pod } from "../kubelet/pod.ts";
import type { Store } from "../store/store.ts";
import { attributesOf } from "./log-record.ts";
import type { OtlpDestination } from "./log-shipper.ts";
import { ownersIn } from "./owners.ts";
import { type Attributes, ownAttributes } from "./pod-attributes.ts";

/** A pod with its volumes: the kubelet's workers. */
export interface PodWithVolumes {
  readonly pod: Pod;
  readonly home: {
    readonly volumes: ReadonlyMap<string, { readonly path: string; readonly isBounded: boolean }>;
  };
}

/** How full a volume is. */
interface VolumeLevel {
  readonly name: string;
  /** As a pod names its source: `emptyDir`. */
  readonly type: string;
  readonly availableBytes: number;
  readonly capacityBytes: number;
}

const lookEveryMs = 10_000;
const sendWithinMs = 5_000;

/** Tells again and again how full volumes are that are file systems of their own; the others are the machine's disk.
 *  Names are those of the Collector's kubelet receiver.
 *  Source: https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/kubeletstatsreceiver */
export class VolumeMetrics {
  readonly #workers: () => Iterable<PodWithVolumes>;
  readonly #store: Store;
  readonly #destination: OtlpDestination;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  #cancel: () => void = () => {};

  constructor(
    workers: () => Iterable<PodWithVolumes>,
    store: Store,
    destination: OtlpDestination,
    clock: Clock,
  ) {
    this.#workers = workers;
    this.#store = store;
    this.#destination = destination;
    this.#clock = clock;
  }

  start(): void {
    this.#cancel = this.#clock.after(lookEveryMs, () => {
      // Who is away is told the next time.
      void this.tell()
        .catch(() => undefined)
        .finally(() => {
          if (!this.#stopping.signal.aborted) this.start();
        });
    });
  }

  stop(): void {
    this.#stopping.abort();
    this.#cancel();
  }

  async tell(): Promise<void> {
    const looks = [...this.#workers()].map(async ({ pod, home: { volumes } }) => ({
      resource: ownAttributes(pod, ownersIn(this.#store, pod)),
      levels: await levelsOf(pod, volumes),
    }));
    const told = (await Promise.all(looks)).filter(({ levels }) => levels.length > 0);
    if (told.length === 0) return;
    const { endpoint, headers } = this.#destination;
    const at = this.#clock.now();
    const answer = await fetch(`${endpoint}/v1/metrics`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({
        resourceMetrics: told.map(({ resource, levels }) => resourceMetrics(resource, levels, at)),
      }),
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(sendWithinMs)]),
    });
    await answer.body?.cancel();
  }
}

async function levelsOf({ spec }: Pod, volumes: PodWithVolumes["home"]["volumes"]): Promise<VolumeLevel[]> {
  const levels = (spec.volumes ?? []).map(async (volume): Promise<VolumeLevel | undefined> => {
    const { path, isBounded } = volumes.get(volume.name) ?? { path: "", isBounded: false };
    // It may be taken away meanwhile.
    const found = isBounded ? await statfs(path).catch(() => undefined) : undefined;
    if (!found) return undefined;
    return {
      name: volume.name,
      type: Object.keys(volume).find((key) => key !== "name") ?? "",
      availableBytes: found.bavail * found.bsize,
      capacityBytes: found.blocks * found.bsize,
    };
  });
  return (await Promise.all(levels)).filter((level) => level !== undefined);
}

/** OTLP, as JSON.
 *  @param at  milliseconds since 1970 */
function resourceMetrics(resource: Attributes, levels: readonly VolumeLevel[], at: number): object {
  const gauge = (name: string, description: string, valueOf: (level: VolumeLevel) => number) => ({
    name,
    description,
    unit: "By",
    gauge: {
      dataPoints: levels.map((level) => ({
        timeUnixNano: `${at}000000`,
        asInt: String(valueOf(level)),
        attributes: attributesOf({ "k8s.volume.name": level.name, "k8s.volume.type": level.type }),
      })),
    },
  });
  return {
    resource: { attributes: attributesOf(resource) },
    scopeMetrics: [
      {
        scope: { name: "naru.kubelet" },
        metrics: [
          gauge("k8s.volume.available", "Room that is left in the volume", (level) => level.availableBytes),
          gauge("k8s.volume.capacity", "Room of the volume", (level) => level.capacityBytes),
        ],
      },
    ],
  };
}
