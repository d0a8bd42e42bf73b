import { statfs } from "node:fs/promises";
import type { Pod } from "../kubelet/pod.ts";
import type { Store } from "../store/store.ts";
import { scope, type MetricSource } from "./kubelet-metrics.ts";
import { attributesOf } from "./log-record.ts";
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

/** How full volumes are that are file systems of their own; the others are the machine's disk.
 *  Names are those of the Collector's kubelet receiver.
 *  Source: https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/kubeletstatsreceiver */
export function volumeMetrics(workers: () => Iterable<PodWithVolumes>, store: Store): MetricSource {
  return async (at) => {
    const looks = [...workers()].map(async ({ pod, home: { volumes } }) => ({
      resource: ownAttributes(pod, ownersIn(store, pod)),
      levels: await levelsOf(pod, volumes),
    }));
    return (await Promise.all(looks))
      .filter(({ levels }) => levels.length > 0)
      .map(({ resource, levels }) => resourceMetrics(resource, levels, at));
  };
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
        scope,
        metrics: [
          gauge("k8s.volume.available", "Room that is left in the volume", (level) => level.availableBytes),
          gauge("k8s.volume.capacity", "Room of the volume", (level) => level.capacityBytes),
        ],
      },
    ],
  };
}
