import { equal } from "../patch/json.ts";
import { type Client, type Draft, unless } from "./client.ts";
import { type Controller, keyOf, partsOf } from "./controller.ts";
import { managesEndpoints } from "./endpoint-slice.ts";
import {
  type Endpoints,
  type EndpointsAddress,
  type EndpointsSubset,
  endpointsKind,
} from "./endpoints-kind.ts";
import { type Endpoint, type EndpointPort, type EndpointSlice, endpointSlices, services } from "./kinds.ts";
import { controllerReference } from "./owners.ts";

const serviceLabel = "kubernetes.io/service-name";
const managerLabel = "endpointslice.kubernetes.io/managed-by";
const manager = "endpointslicemirroring-controller.k8s.io";
const skipLabel = "endpointslice.kubernetes.io/skip-mirror";

/** Endpoints that somebody wrote by hand for a service without a selector are EndpointSlices too.
 *  Source: https://kubernetes.io/docs/concepts/services-networking/service/#mirroring */
export function endpointMirrorController(client: Client): Controller {
  return {
    name: "endpoint-mirror",
    watches: [
      { kind: services, keys: ({ object }) => [keyOf(object)] },
      { kind: endpointsKind, keys: ({ object }) => [keyOf(object)] },
    ],
    reconcile: (key) => reconcile(client, key),
  };
}

async function reconcile(client: Client, key: string): Promise<void> {
  const { namespace, name } = partsOf(key);
  const service = client.get(services, namespace, name);
  const own = client
    .list(endpointSlices, namespace)
    .filter(
      ({ metadata: { labels } }) => labels?.[serviceLabel] === name && labels[managerLabel] === manager,
    );
  const written = client.get(endpointsKind, namespace, name);
  const isMirrored = service && !managesEndpoints(service) && service.spec.type !== "ExternalName";
  const wanted = written && isMirrored && !written.metadata.labels?.[skipLabel] ? slicesOf(written) : [];
  for (const slice of own.slice(wanted.length)) await client.remove(endpointSlices, slice);
  for (const [index, content] of wanted.entries()) {
    const before = own[index];
    if (!before) {
      await unless(["Forbidden"], () =>
        client.create(endpointSlices, namespace, draftOf(written as Endpoints, content)),
      );
    } else if (before.addressType !== content.addressType) {
      await client.remove(endpointSlices, before);
    } else if (!equal(before.endpoints, content.endpoints) || !equal(before.ports, content.ports)) {
      await client.change(endpointSlices, before, (copy) => void Object.assign(copy, content));
    }
  }
}

type Content = Pick<EndpointSlice, "addressType" | "endpoints" | "ports">;

function slicesOf({ subsets = [] }: Endpoints): Content[] {
  return subsets.flatMap((subset) => {
    const endpoints = [
      ...(subset.addresses ?? []).map((address) => endpointOf(address, true)),
      ...(subset.notReadyAddresses ?? []).map((address) => endpointOf(address, false)),
    ];
    const families = Map.groupBy(endpoints, ({ addresses: [ip = ""] }) =>
      ip.includes(":") ? "IPv6" : "IPv4",
    );
    return [...families].map(([addressType, of]) => ({ addressType, endpoints: of, ports: portsOf(subset) }));
  });
}

const endpointOf = ({ ip, hostname, nodeName, targetRef }: EndpointsAddress, ready: boolean) =>
  ({
    addresses: [ip],
    conditions: { ready },
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(targetRef && { targetRef }),
  }) as Endpoint;

const portsOf = ({ ports = [] }: EndpointsSubset): EndpointPort[] =>
  ports.map(({ name = "", ...port }) => ({ name, ...port }));

function draftOf(written: Endpoints, content: Content): Draft {
  const { name, labels } = written.metadata;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      labels: { ...labels, [serviceLabel]: name, [managerLabel]: manager },
      ownerReferences: [controllerReference(written)],
    },
    ...content,
  };
}
