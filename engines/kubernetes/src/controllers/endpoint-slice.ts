import type { KubeObject } from "../object.ts";
import { selectorMatches } from "../resources/selector.ts";
import { type Client, type Draft, unless } from "./client.ts";
import { type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { type EndpointGroup, endpointGroups, slicePlan } from "./endpoints.ts";
import { endpointSlices, type Pod, pods, type Service, services } from "./kinds.ts";
import { controllerReference } from "./owners.ts";

const serviceLabel = "kubernetes.io/service-name";
const managerLabel = "endpointslice.kubernetes.io/managed-by";
const manager = "endpointslice-controller.k8s.io";
const headlessLabel = "service.kubernetes.io/headless";

/** Says where the pods of a service answer.
 *  Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/ */
export function endpointSliceController(client: Client): Controller {
  return {
    name: "endpoint-slice",
    watches: [
      { kind: services, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay((pod) => servicesFor(client, pod)) },
      { kind: endpointSlices, keys: ({ object }) => serviceOf(object) },
    ],
    reconcile: (key) => reconcile(client, key),
  };
}

export const servicesFor = (client: Client, pod: KubeObject) =>
  client
    .list(services, pod.metadata.namespace)
    .filter(
      ({ spec }) => spec.selector && selectorMatches({ matchLabels: spec.selector }, pod.metadata.labels),
    )
    .map(keyOf);

/** Slices that others manage are none of ours. */
function serviceOf({ metadata: { namespace, labels } }: KubeObject): string[] {
  const service = labels?.[serviceLabel];
  return labels?.[managerLabel] === manager && service !== undefined ? [`${namespace}/${service}`] : [];
}

/** Whether its endpoints follow from pods, rather than being somebody's own. */
export const managesEndpoints = ({ metadata, spec: { selector, type } }: Service): boolean =>
  metadata.deletionTimestamp === undefined &&
  Object.keys(selector ?? {}).length > 0 &&
  type !== "ExternalName";

export const selectedBy = (client: Client, { metadata: { namespace }, spec: { selector } }: Service): Pod[] =>
  client
    .list(pods, namespace)
    .filter(({ metadata }) => selectorMatches({ matchLabels: selector }, metadata.labels));

async function reconcile(client: Client, key: string): Promise<void> {
  const { namespace, name } = partsOf(key);
  const service = client.get(services, namespace, name);
  // Without a selector the slices are somebody else's; with the service the garbage collector takes them.
  if (!service || !managesEndpoints(service)) return;
  const selected = selectedBy(client, service);
  const own = client.list(endpointSlices, namespace).filter((slice) => serviceOf(slice).includes(key));
  const plan = slicePlan(endpointGroups(service, selected), own);
  for (const { slice, endpoints } of plan.change) {
    await client.change(endpointSlices, slice, (copy) => void (copy.endpoints = [...endpoints]));
  }
  await unless(["Forbidden"], async () => {
    for (const group of plan.create) await client.create(endpointSlices, namespace, draftOf(service, group));
  });
  for (const slice of plan.remove) await client.remove(endpointSlices, slice);
}

function draftOf(service: Service, { addressType, ports, endpoints }: EndpointGroup): Draft {
  const { name, labels } = service.metadata;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      labels: {
        ...labels,
        [serviceLabel]: name,
        [managerLabel]: manager,
        ...(service.spec.clusterIP === "None" && { [headlessLabel]: "" }),
      },
      ownerReferences: [controllerReference(service)],
    },
    addressType,
    ports,
    endpoints,
  };
}
