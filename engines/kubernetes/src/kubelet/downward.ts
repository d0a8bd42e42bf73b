import { quantityNumber } from "../resources/quantity.ts";
import type { Container, FieldReference, Pod, ResourceFieldReference } from "./pod.ts";

/** What a pod is told of itself.
 *  Source: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
export interface Place {
  readonly hostIP: string;
  readonly podIP: string;
  /** What a container may use that has no limit, by resource: cores of cpu, bytes of memory. */
  readonly allocatable: Readonly<Record<string, number>>;
}

/** @returns undefined when pods have no such field */
export function fieldOf(pod: Pod, { fieldPath }: FieldReference, place: Place): string | undefined {
  const { metadata, spec } = pod;
  const [, list, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath) ?? [];
  if (list !== undefined && key !== undefined) return metadata[list as "labels"]?.[key] ?? "";
  switch (fieldPath) {
    case "metadata.name":
      return metadata.name;
    case "metadata.namespace":
      return metadata.namespace ?? "";
    case "metadata.uid":
      return metadata.uid;
    case "metadata.labels":
      return lines(metadata.labels);
    case "metadata.annotations":
      return lines(metadata.annotations);
    case "spec.nodeName":
      return spec.nodeName ?? "";
    case "spec.serviceAccountName":
      return spec.serviceAccountName ?? "";
    case "status.hostIP":
    case "status.hostIPs":
      return place.hostIP;
    case "status.podIP":
    case "status.podIPs":
      return place.podIP;
    default:
      return undefined;
  }
}

/** One a line, sorted, as `key="value"` with Go's quoting. */
const lines = (values: Readonly<Record<string, string>> = {}) =>
  Object.entries(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");

/** A container's limits and requests, rounded up to whole divisors.
 *  @returns undefined when there is no such container or resource */
export function resourceOf(
  pod: Pod,
  own: Container | undefined,
  { containerName, resource, divisor }: ResourceFieldReference,
  { allocatable }: Place,
): string | undefined {
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const container = containerName ? all.find(({ name }) => name === containerName) : own;
  const [kind, name = ""] = resource.split(/\.(.*)/s);
  if (!container || (kind !== "limits" && kind !== "requests")) return undefined;
  const given = container.resources?.[kind]?.[name];
  const amount =
    given === undefined ? (kind === "limits" ? (allocatable[name] ?? 0) : 0) : quantityNumber(given);
  const unit = divisor === undefined || divisor === "0" ? 1 : quantityNumber(divisor);
  return String(Math.ceil(roundedNoise(amount / unit)));
}

/** 0.1 / 0.001 is 100, whatever a processor thinks. */
const roundedNoise = (ratio: number) => Number(ratio.toPrecision(12));
