import { equal } from "../patch/json.ts";
import type { Endpoint, EndpointPort, EndpointSlice, Pod, Service } from "./kinds.ts";
import { isFinished, isReady } from "./pod-state.ts";

type Family = EndpointSlice["addressType"];

/** Endpoints that answer at the same ports: names of ports may stand for other numbers in other pods. */
export interface EndpointGroup {
  readonly addressType: Family;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

const mostEndpoints = 100;

/** @param pods  those that the service selects
 *  Source: k8s.io/endpointslice/reconciler.go */
export function endpointGroups(service: Service, pods: readonly Pod[]): EndpointGroup[] {
  const families = service.spec.ipFamilies ?? ["IPv4"];
  const reachable = pods.filter((pod) => !isFinished(pod));
  return families.filter(isFamily).flatMap((addressType) => {
    const found = reachable.flatMap((pod) => {
      const address = addressOf(pod, addressType);
      if (address === undefined) return [];
      return [{ ports: portsOf(service, pod), endpoint: endpointOf(service, pod, address) }];
    });
    const groups = Map.groupBy(found, ({ ports }) => JSON.stringify(ports));
    return [...groups.values()].map((members) => ({
      addressType,
      ports: members[0]?.ports ?? [],
      endpoints: members.map(({ endpoint }) => endpoint),
    }));
  });
}

const isFamily = (family: string): family is Family => family === "IPv4" || family === "IPv6";

function addressOf({ status }: Pod, family: Family): string | undefined {
  const addresses = [...(status?.podIPs ?? []).map(({ ip }) => ip), status?.podIP ?? ""];
  return addresses.find((address) => address !== "" && address.includes(":") === (family === "IPv6"));
}

function endpointOf({ metadata, spec }: Service, pod: Pod, address: string): Endpoint {
  const { namespace = "", name, uid, deletionTimestamp } = pod.metadata;
  const { nodeName, hostname, subdomain } = pod.spec;
  const serving = isReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const ready = spec.publishNotReadyAddresses === true || (serving && !terminating);
  return {
    addresses: [address],
    conditions: { ready, serving, terminating },
    ...(nodeName && { nodeName }),
    ...(hostname && subdomain === metadata.name && { hostname }),
    targetRef: { kind: "Pod", namespace, name, uid },
  };
}

function portsOf({ spec }: Service, pod: Pod): EndpointPort[] {
  return (spec.ports ?? []).flatMap(({ name = "", protocol = "TCP", port, targetPort, appProtocol }) => {
    const number = portNumber(pod, targetPort ?? port, protocol);
    return number === undefined
      ? []
      : [{ name, port: number, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

function portNumber({ spec }: Pod, target: number | string, protocol: string): number | undefined {
  if (typeof target === "number") return target;
  const ports = spec.containers.flatMap(({ ports = [] }) => ports);
  return ports.find(({ name, protocol: own = "TCP" }) => name === target && own === protocol)?.containerPort;
}

export interface SlicePlan {
  readonly create: readonly EndpointGroup[];
  readonly change: readonly { readonly slice: EndpointSlice; readonly endpoints: readonly Endpoint[] }[];
  readonly remove: readonly EndpointSlice[];
}

/** Endpoints stay in the slice that they are in, so that one pod's change is one slice's. */
export function slicePlan(groups: readonly EndpointGroup[], slices: readonly EndpointSlice[]): SlicePlan {
  const create: EndpointGroup[] = [];
  const change: { slice: EndpointSlice; endpoints: readonly Endpoint[] }[] = [];
  const kept = new Set<EndpointSlice>();
  for (const group of groups) {
    const own = slices.filter((slice) => isOf(slice, group));
    const { filled, left } = place(group.endpoints, own);
    for (const { slice, endpoints } of filled) {
      if (endpoints.length === 0) continue;
      kept.add(slice);
      if (!equal(endpoints, slice.endpoints ?? [])) change.push({ slice, endpoints });
    }
    for (let at = 0; at < left.length; at += mostEndpoints) {
      create.push({ ...group, endpoints: left.slice(at, at + mostEndpoints) });
    }
  }
  return { create, change, remove: slices.filter((slice) => !kept.has(slice)) };
}

const isOf = (slice: EndpointSlice, { addressType, ports }: EndpointGroup) =>
  slice.addressType === addressType &&
  slice.metadata.deletionTimestamp === undefined &&
  equal(slice.ports ?? [], ports);

function place(endpoints: readonly Endpoint[], slices: readonly EndpointSlice[]) {
  const left = new Map(endpoints.map((endpoint) => [endpoint.targetRef.uid, endpoint]));
  const staying = slices.map((slice) => ({
    slice,
    endpoints: (slice.endpoints ?? []).flatMap(({ targetRef: { uid } }) => {
      const endpoint = left.get(uid);
      left.delete(uid);
      return endpoint ? [endpoint] : [];
    }),
  }));
  const arriving = [...left.values()];
  const filled = staying.map(({ slice, endpoints }) => ({
    slice,
    endpoints: [...endpoints, ...arriving.splice(0, Math.max(0, mostEndpoints - endpoints.length))],
  }));
  return { filled, left: arriving };
}
