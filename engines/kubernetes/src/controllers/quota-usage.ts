import type { KubeObject } from "../object.ts";
import { formatQuantity, parseQuantity, type Quantity } from "../resources/quantity.ts";
import { podRequests, type Amounts } from "../scheduler/requests.ts";
import type { PersistentVolumeClaim, Pod, Service } from "./kinds.ts";
import type { Container, PodSpec } from "./pod-kind.ts";
import { isFinished } from "./pod-state.ts";

/* Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */

/** What a namespace has. */
export interface Holdings {
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly claims: readonly PersistentVolumeClaim[];
  /** Of a resource such as `deployments.apps`. */
  readonly list: (resource: string) => readonly KubeObject[] | undefined;
}

/** How much of what a quota bounds is used, for each name in its `hard`.
 *  @returns quantities as they are written */
export function quotaUsage(hard: Readonly<Record<string, string>>, held: Holdings): Record<string, string> {
  const used = Object.keys(hard).map((name): [string, string] => [name, formatQuantity(usageOf(name, held))]);
  return Object.fromEntries(used);
}

const perUnit = 10n ** 9n;
const count = (number: number): Quantity => ({ nano: BigInt(number) * perUnit, form: "decimal" });

function usageOf(name: string, held: Holdings): Quantity {
  const pods = held.pods.filter((pod) => !isFinished(pod));
  switch (name) {
    case "pods":
      return count(pods.length);
    case "services":
      return count(held.services.length);
    case "services.loadbalancers":
      return count(held.services.filter(({ spec }) => spec.type === "LoadBalancer").length);
    case "services.nodeports":
      return count(
        held.services.filter(({ spec }) => spec.type === "NodePort" || spec.type === "LoadBalancer").length,
      );
    case "persistentvolumeclaims":
      return count(held.claims.length);
    case "requests.storage":
      return sum(held.claims.map(({ spec }) => parseQuantity(spec.resources?.requests?.["storage"])));
    default:
      return ofResource(name, pods, held);
  }
}

const ofClass = /^(.+)\.storageclass\.storage\.k8s\.io\/(persistentvolumeclaims|requests\.storage)$/;

function ofResource(name: string, pods: readonly Pod[], held: Holdings): Quantity {
  const [, storageClass, counted] = ofClass.exec(name) ?? [];
  if (counted !== undefined) {
    const claims = held.claims.filter(({ spec }) => spec.storageClassName === storageClass);
    return usageOf(counted, { ...held, claims });
  }
  const objects = held.list(name.replace(/^count\//, ""));
  if (objects) return count(objects.length);
  const resource = name.replace(/^(requests|limits)\./, "");
  const amounts = pods.map(({ spec }) => podRequests(name.startsWith("limits.") ? limitsOf(spec) : spec));
  return sum(amounts.map((amount) => quantityOf(resource, amount)));
}

/** The pod as if it asked for all that it may use. */
function limitsOf(spec: PodSpec): PodSpec {
  return {
    ...spec,
    containers: spec.containers.map(asking),
    initContainers: (spec.initContainers ?? []).map(asking),
  };
}

const asking = (container: Container): Container => ({
  ...container,
  resources: { requests: container.resources?.limits ?? {} },
});

function quantityOf(resource: string, amounts: Amounts): Quantity {
  const amount = BigInt(amounts.get(resource) ?? 0);
  const isSize = resource === "memory" || resource === "ephemeral-storage";
  return resource === "cpu"
    ? { nano: amount * 10n ** 6n, form: "decimal" }
    : { nano: amount * perUnit, form: isSize ? "binary" : "decimal" };
}

function sum(quantities: readonly (Quantity | undefined)[]): Quantity {
  const nano = quantities.reduce((total, quantity) => total + (quantity?.nano ?? 0n), 0n);
  return { nano, form: quantities.find((quantity) => quantity !== undefined)?.form ?? "decimal" };
}
