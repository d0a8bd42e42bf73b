import type { KubeObject } from "../object.ts";
import { scaleOf } from "../api/scale.ts";
import { equal } from "../patch/json.ts";
import { at } from "../resources/values.ts";
import { type Client, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { budgetsFor, budgetStatus } from "./disruption.ts";
import { budgets, type Pod, type PodDisruptionBudget, pods, replicaSets } from "./kinds.ts";
import { controllerOf, kindOfOwner } from "./owners.ts";

const disruptedAgainMs = 2 * 60_000 + 1_000;

/** Says how many pods may be taken away on purpose.
 *  Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ */
export function disruptionBudgetController(client: Client, clock: Clock): Controller {
  return {
    name: "disruption-budget",
    watches: [
      { kind: budgets, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay((pod) => budgetsOf(client, pod).map(keyOf)) },
    ],
    reconcile: (key) => reconcile(client, clock, key),
  };
}

const budgetsOf = (client: Client, pod: KubeObject): PodDisruptionBudget[] =>
  budgetsFor(pod, client.list(budgets, pod.metadata.namespace));

async function reconcile(client: Client, clock: Clock, key: string): Promise<number | undefined> {
  const { namespace, name } = partsOf(key);
  const budget = client.get(budgets, namespace, name);
  if (!budget) return undefined;
  const selected = client
    .list(pods, namespace)
    .filter((pod) => budgetsOf(client, pod).some((one) => one.metadata.uid === budget.metadata.uid));
  const status = budgetStatus(budget, selected, expectedOf(client, budget, selected), clock.now());
  if (!equal(status, budget.status)) {
    await unless(["NotFound"], () =>
      client.change(budgets, budget, (copy) => void (copy.status = status), "status"),
    );
  }
  return status.disruptedPods ? disruptedAgainMs : undefined;
}

/** A number that must be there is a number of the pods that there are; anything else is of what was asked for. */
function expectedOf(
  client: Client,
  { spec }: PodDisruptionBudget,
  selected: readonly Pod[],
): number | undefined {
  if (typeof spec.minAvailable === "number") return selected.length;
  const wanted = new Map<string, number>();
  for (const pod of selected) {
    const scaled = scaledOwner(client, pod);
    if (scaled) wanted.set(scaled.uid, scaled.replicas);
  }
  return wanted.size === 0 ? selected.length : [...wanted.values()].reduce((sum, count) => sum + count, 0);
}

/** What was asked for of a pod's controller, or of the deployment behind it. */
function scaledOwner(
  client: Client,
  pod: Pod,
): { readonly uid: string; readonly replicas: number } | undefined {
  const { namespace = "" } = pod.metadata;
  const owner = controllerOf(pod);
  if (!owner) return undefined;
  const set = owner.kind === "ReplicaSet" ? client.get(replicaSets, namespace, owner.name) : undefined;
  const top = (set && controllerOf(set)) ?? owner;
  const kind = kindOfOwner(client, top);
  const paths = client.resources().find((one) => one === kind)?.subresources.scale;
  const object = kind && client.get(kind, namespace, top.name);
  if (!object || !paths) return undefined;
  return { uid: object.metadata.uid, replicas: Number(at(scaleOf(object, paths), "spec", "replicas") ?? 0) };
}
