import type { Cluster } from "../api/handlers.ts";
import { schedulerController } from "../scheduler/index.ts";
import { autoscalerController } from "./autoscaler.ts";
import { Client } from "./client.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Controller } from "./controller.ts";
import { cronJobController } from "./cron-job.ts";
import { daemonSetController } from "./daemon-set.ts";
import { deploymentController } from "./deployment.ts";
import { disruptionBudgetController } from "./disruption-budget.ts";
import { endpointMirrorController } from "./endpoint-mirror.ts";
import { endpointSliceController } from "./endpoint-slice.ts";
import { endpointsController } from "./endpoints-controller.ts";
import { eventExpiryController } from "./event-expiry.ts";
import { finishedPodsController } from "./finished-pods.ts";
import { garbageController } from "./garbage.ts";
import { jobController } from "./job.ts";
import type { Metrics } from "./metrics.ts";
import { namespaceController, type NamespaceOptions } from "./namespace.ts";
import { nodeLifecycleController, type NodeLifecycleOptions } from "./node-lifecycle.ts";
import { replicaSetController } from "./replica-set.ts";
import { replicationControllerKind } from "./replicating.ts";
import { resourceQuotaController } from "./resource-quota.ts";
import { statefulSetController } from "./stateful-set.ts";
import { ttlAfterFinishedController } from "./ttl-after-finished.ts";
import { volumeBinderController, type VolumeOptions } from "./volume-binder.ts";

export { startControllers } from "./controller.ts";

export interface ControllersOptions extends NamespaceOptions, NodeLifecycleOptions, VolumeOptions {
  readonly clock?: Clock;
  /** What autoscalers measure by; without it they scale nothing. */
  readonly metrics?: Metrics;
}

/** Every controller that a cluster has, and its scheduler, for `startControllers`. */
export function builtinControllers(
  cluster: Cluster,
  { clock = systemClock, metrics, ...options }: ControllersOptions = {},
): Controller[] {
  const client = new Client(cluster);
  return [
    garbageController(client),
    namespaceController(client, options),
    schedulerController(client, clock),
    nodeLifecycleController(client, clock, options),
    replicaSetController(client, clock),
    replicaSetController(client, clock, replicationControllerKind),
    deploymentController(client, clock),
    statefulSetController(client, clock),
    daemonSetController(client, clock),
    jobController(client, clock),
    cronJobController(client, clock),
    ttlAfterFinishedController(client, clock),
    ...(metrics ? [autoscalerController(client, clock, metrics)] : []),
    disruptionBudgetController(client, clock),
    finishedPodsController(client),
    resourceQuotaController(client),
    volumeBinderController(client, clock, options),
    endpointSliceController(client),
    endpointsController(client),
    endpointMirrorController(client),
    eventExpiryController(client, clock),
  ];
}
