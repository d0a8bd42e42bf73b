import { ownerOf } from "../../scene/owner.ts";
import type { Scene } from "../../scene/scene.ts";
import type { Series } from "../../scene/series.ts";
import type { Quantity } from "./growth.ts";

/** Something that files are kept in, and how much of it is taken, in bytes. */
export interface Volume extends Quantity {
  readonly service: string;
  /** What has it: a pod, a claim (`namespace/name`), a node. */
  readonly of: "pod" | "claim" | "node";
  readonly subject: string;
  /** Of the volume in a pod, where a node has it mounted; the claim's own. */
  readonly name: string;
}

/** What volumes that are views of objects hold can't be filled: they show the node's disk. */
const views = /^(?:configMap|secret|downwardAPI|projected)$/;
/** Full by their nature. */
const sealed = /^(?:squashfs|iso9660|erofs)$/;
const capacityOf = /available(?=$|_bytes$)/;

/** Every volume of which it is told how full it is, by a kubelet, a collector's kubelet receiver or its host receiver. Volumes of
 *  several pods that are all the same disk are their node's.
 *  Source: https://opentelemetry.io/docs/specs/semconv/system/k8s-metrics/ and system-metrics/,
 *          https://kubernetes.io/docs/reference/instrumentation/metrics/ */
export function volumesOf(scene: Scene): Volume[] {
  const disks = scene.series.filter(({ matter }) => matter === "disk");
  return [...nodesDisks([...ofPods(scene, disks), ...ofClaims(scene, disks)]), ...ofHosts(disks)];
}

function ofPods(scene: Scene, disks: readonly Series[]): Placed[] {
  return paired(disks, /^k8s[._](?:pod[._])?volume[._]available/).flatMap(([series, quantity]) => {
    const { pod, node, attributes } = series;
    if (pod === "" || views.test(attribute(attributes, "k8s.volume.type"))) return [];
    const name = attribute(attributes, "k8s.volume.name");
    return [{ ...quantity, of: "pod" as const, subject: pod, name, service: ownerOf(scene, pod), node }];
  });
}

function ofClaims(scene: Scene, disks: readonly Series[]): Placed[] {
  return paired(disks, /^kubelet_volume_stats_available_bytes$/).flatMap(
    ([{ attributes, node }, quantity]) => {
      const { namespace = "", persistentvolumeclaim: claim = "" } = attributes;
      if (claim === "") return [];
      const service = claimant(scene, namespace, claim);
      return [
        { ...quantity, of: "claim" as const, subject: `${namespace}/${claim}`, name: claim, service, node },
      ];
    },
  );
}

/** Of a StatefulSet's claims, the set: `data-ledger-0` is ledger's; else the workload that the claim is named after, else the claim. */
function claimant({ workloads }: Scene, namespace: string, claim: string): string {
  const names = workloads.filter((each) => each.namespace === namespace).map(({ name }) => name);
  const isOf = (name: string) =>
    claim === name || claim.startsWith(`${name}-`) || `-${claim}-`.includes(`-${name}-`);
  return names.filter(isOf).toSorted((a, b) => b.length - a.length)[0] ?? claim;
}

/** One of each device: it may be mounted at many places. */
function ofHosts(disks: readonly Series[]): Volume[] {
  const kubelets = paired(disks, /^k8s[._]node[._]filesystem[._]available/).map(
    ([{ node }, quantity]): Volume => ({ ...quantity, of: "node", subject: node, service: node, name: "/" }),
  );
  const usages = disks.filter(({ metric }) => /^system[._]filesystem[._]usage/.test(metric));
  const mounted = Map.groupBy(
    usages,
    (series) => `${series.node}\n${attribute(series.attributes, "device")}`,
  );
  const hosts = [...mounted.values()].flatMap((of) => {
    const place = of.map(({ attributes }) => attribute(attributes, "mountpoint")).toSorted(shorter)[0] ?? "";
    const state = (name: string) =>
      of.find(
        ({ attributes }) =>
          attribute(attributes, "state") === name && attribute(attributes, "mountpoint") === place,
      );
    const [used, free] = [state("used"), state("free")];
    if (!used || !free || used.node === "" || attribute(used.attributes, "mode") === "ro") return [];
    if (sealed.test(attribute(used.attributes, "type"))) return [];
    const limit = (used.values.at(-1) ?? 0) + (free.values.at(-1) ?? 0);
    const { times, values, node } = used;
    return [{ times, values, limit, of: "node", subject: node, service: node, name: place } satisfies Volume];
  });
  return [...kubelets, ...hosts].filter(({ subject }) => subject !== "");
}

const shorter = (a: string, b: string) => a.length - b.length;

/** Each series of what is available, and with its capacity what is used. */
function paired(disks: readonly Series[], available: RegExp): [Series, Quantity][] {
  const capacities = Map.groupBy(disks, (series) => identity(series, series.metric));
  return disks
    .filter(({ metric }) => available.test(metric))
    .flatMap((series): [Series, Quantity][] => {
      const [capacity, ...others] =
        capacities.get(identity(series, series.metric.replace(capacityOf, "capacity"))) ?? [];
      // What can't be told apart can't be paired.
      if (!capacity || others.length > 0) return [];
      const limit = capacity.values.at(-1) ?? 0;
      const whole = new Map(capacity.times.map((time, i) => [time, capacity.values[i] ?? limit]));
      const { times } = series;
      const values = series.values.map((left, i) => (whole.get(times[i] ?? 0) ?? limit) - left);
      return [[series, { times, values, limit }]];
    });
}

const identity = ({ pod, node, attributes }: Series, metric: string): string =>
  JSON.stringify([metric, pod, node, Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

/** An attribute, under its name in OpenTelemetry or as a label. */
const attribute = (attributes: Series["attributes"], name: string): string =>
  attributes[name] ??
  attributes[`system.${name}`] ??
  attributes[`system.filesystem.${name}`] ??
  attributes[name.replaceAll(".", "_")] ??
  "";

interface Placed extends Volume {
  readonly node: string;
}

/** Smaller ones are made for one pod. */
const leastDisk = 2 ** 30;
/** What is one disk is looked at by and by. */
const alikeTo = 0.01;

function nodesDisks(volumes: readonly Placed[]): Volume[] {
  const disks: Placed[] = [];
  const ofOne = volumes.filter((volume) => {
    const isShared = volumes.some((other) => other.subject !== volume.subject && isSame(volume, other));
    if (isShared && !disks.some((disk) => isSame(volume, disk))) disks.push(volume);
    return !isShared;
  });
  return [
    ...ofOne,
    ...disks.map((disk): Volume => ({
      ...disk,
      of: "node",
      subject: disk.node,
      service: disk.node,
      name: "/",
    })),
  ];
}

function isSame(a: Placed, b: Placed): boolean {
  const isAlike = (at: 0 | -1) =>
    Math.abs((a.values.at(at) ?? 0) - (b.values.at(at) ?? 0)) <= a.limit * alikeTo;
  return (
    a.node !== "" &&
    a.node === b.node &&
    a.limit >= leastDisk &&
    a.limit === b.limit &&
    isAlike(0) &&
    isAlike(-1)
  );
}
