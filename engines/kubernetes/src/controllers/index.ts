import type { Cluster } from "../api/handlers.ts";
import { Client } from "./client.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Controller } from "./controller.ts";
import { deploymentController } from "./deployment.ts";
import { endpointSliceController } from "./endpoint-slice.ts";
import { eventExpiryController } from "./event-expiry.ts";
import { garbageController } from "./garbage.ts";
import { namespaceController, type NamespaceOptions } from "./namespace.ts";
import { replicaSetController } from "./replica-set.ts";

export { startControllers } from "./controller.ts";

/** Every controller that a cluster has, for `startControllers`. */
export function builtinControllers(
  cluster: Cluster,
  { clock = systemClock, ...options }: NamespaceOptions & { readonly clock?: Clock } = {},
): Controller[] {
  const client = new Client(cluster);
  return [
    garbageController(client),
    namespaceController(client, options),
    replicaSetController(client, clock),
    deploymentController(client, clock),
    endpointSliceController(client),
    eventExpiryController(client, clock),
  ];
}
