import { equal } from "../patch/json.ts";
import { type Client, unless } from "./client.ts";
import { type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { managesEndpoints, selectedBy, servicesFor } from "./endpoint-slice.ts";
import { endpointGroups } from "./endpoints.ts";
import { endpointsKind } from "./endpoints-kind.ts";
import { pods, services } from "./kinds.ts";
import { subsetsOf } from "./legacy-endpoints.ts";

const managerLabel = "endpoints.kubernetes.io/managed-by";
const manager = "endpoint-controller";

/** Writes a service's Endpoints, for programs that know nothing of EndpointSlices. */
export function endpointsController(client: Client): Controller {
  return {
    name: "endpoints",
    watches: [
      { kind: services, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay((pod) => servicesFor(client, pod)) },
      { kind: endpointsKind, keys: ({ object }) => [keyOf(object)] },
    ],
    reconcile: (key) => reconcile(client, key),
  };
}

async function reconcile(client: Client, key: string): Promise<void> {
  const { namespace, name } = partsOf(key);
  const service = client.get(services, namespace, name);
  const present = client.get(endpointsKind, namespace, name);
  if (!service) {
    if (present?.metadata.labels?.[managerLabel] === manager) await client.remove(endpointsKind, present);
    return;
  }
  if (!managesEndpoints(service)) return;
  const subsets = subsetsOf(endpointGroups(service, selectedBy(client, service)));
  const labels = { ...service.metadata.labels, [managerLabel]: manager };
  if (!present) {
    const draft = { apiVersion: "v1", kind: "Endpoints", metadata: { name, labels }, subsets };
    await unless(["Forbidden"], () => client.create(endpointsKind, namespace, draft));
    return;
  }
  if (equal(present.subsets ?? [], subsets) && equal(present.metadata.labels, labels)) return;
  await client.change(endpointsKind, present, (copy) => {
    copy.subsets = subsets;
    copy.metadata.labels = labels;
  });
}
