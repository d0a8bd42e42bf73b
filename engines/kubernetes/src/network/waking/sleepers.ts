import type { Client } from "../../controllers/client.ts";
import { type StatefulSet, statefulSets } from "../../controllers/apps-kinds.ts";
import { partsOf } from "../../controllers/controller.ts";
import { type Deployment, deployments, type Kind, services } from "../../controllers/kinds.ts";

/* Workloads that have no pods while nobody asks anything of them. Who takes the pods away writes down how many there were; only
 * by that a workload sleeps. Without it, no replicas are what somebody wants, and nothing brings any back. */

/** By it a workload asks for that. */
const sleepAnnotation = "naru.dev/scale-to-zero";
/** How many pods a workload had before it went to sleep. */
export const formerAnnotation = "naru.dev/scaled-from";

type Workload = Deployment | StatefulSet;
const kinds: readonly Kind<Workload>[] = [deployments, statefulSets];

export interface Sleeper {
  readonly kind: Kind<Workload>;
  readonly workload: Workload;
}

/** Workloads behind a service that may sleep.
 *  @param service  `namespace/name` */
export function sleepersBehind(client: Client, service: string): Sleeper[] {
  const { namespace, name } = partsOf(service);
  const wanted = Object.entries(client.get(services, namespace, name)?.spec.selector ?? {});
  if (wanted.length === 0) return [];
  return kinds.flatMap((kind) =>
    client
      .list(kind, namespace)
      .filter((workload) => isSleeper(workload) && hasLabels(workload, wanted))
      .map((workload) => ({ kind, workload })),
  );
}

const isSleeper = ({ metadata: { annotations = {}, deletionTimestamp } }: Workload): boolean =>
  deletionTimestamp === undefined && annotations[sleepAnnotation] !== undefined;

function hasLabels({ spec }: Workload, wanted: readonly (readonly [string, string])[]): boolean {
  const labels = spec.template.metadata?.labels ?? {};
  return wanted.every(([key, value]) => labels[key] === value);
}

/** It sleeps, or somebody has just brought back its pods by hand. */
export const isMarked = ({ metadata }: Workload): boolean =>
  metadata.annotations?.[formerAnnotation] !== undefined;

export const isAsleep = (workload: Workload): boolean => isMarked(workload) && workload.spec.replicas === 0;

/** At least one, whatever somebody wrote there. */
export function formerReplicas({ metadata }: Workload): number {
  const text = metadata.annotations?.[formerAnnotation] ?? "";
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 1;
}
