import { replicasForTotal } from "@naru/kubernetes/autoscaling";
import { amountsOf } from "../scheduler/requests.ts";
import { parseQuantity } from "../resources/quantity.ts";
import type { MetricSpec, MetricTarget } from "./autoscaling-kinds.ts";
import { counts, replicasForSamples, type Sample } from "./autoscaler-ratio.ts";
import type { Pod } from "./kinds.ts";
import type { Metrics, PodUsage } from "./metrics.ts";
import { isActive, isReady } from "./pod-state.ts";

export interface Target {
  readonly namespace: string;
  readonly selector: string;
  readonly replicas: number;
  readonly pods: readonly Pod[];
}

export interface Measured {
  readonly replicas: number;
  /** `cpu resource utilization (percentage of request)` */
  readonly name: string;
  /** As the status shows it. */
  readonly current: Record<string, unknown>;
}

/** @throws Error when it can't be measured */
export async function measure(
  metrics: Metrics,
  spec: MetricSpec,
  target: Target,
  now: number,
): Promise<Measured> {
  if (spec.resource) return byResource(metrics, spec.resource, undefined, target, now);
  if (spec.containerResource) {
    return byResource(metrics, spec.containerResource, spec.containerResource.container, target, now);
  }
  if (spec.pods) return byPods(metrics, spec.pods, target);
  if (spec.object) return byObject(metrics, spec.object, target);
  if (spec.external) return byExternal(metrics, spec.external, target);
  throw new Error(`unknown metric source type ${JSON.stringify(spec.type)}`);
}

const milli = (amount: string | number | undefined) =>
  Number((parseQuantity(amount)?.nano ?? 0n) / 1_000_000n);
const written = (thousandths: number) =>
  thousandths % 1000 === 0 ? `${thousandths / 1000}` : `${Math.round(thousandths)}m`;
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

async function byResource(
  metrics: Metrics,
  { name, target }: { readonly name: string; readonly target: MetricTarget },
  container: string | undefined,
  scaled: Target,
  now: number,
): Promise<Measured> {
  const usages = new Map(
    (await metrics.resource(scaled.namespace, scaled.selector)).map((usage) => [usage.pod, usage]),
  );
  const living = scaled.pods.filter((pod) => isActive(pod));
  const known = living.map((pod) => ({ pod, ...usageOf(usages.get(pod.metadata.name), name, container) }));
  const isShare = target.type === "Utilization";
  const percent = target.averageUtilization ?? 0;
  const samples = known.map(({ pod, usage, at, windowMs }): Sample => {
    const request = isShare ? requestOf(pod, name, container) : 0;
    const wanted = isShare ? (request * percent) / 100 : milli(target.averageValue);
    const assumed = isShare ? (request * Math.max(100, percent)) / 100 : wanted;
    return { usage, wanted, assumed, isReady: counts(pod, name, at, windowMs, now) };
  });
  const replicas = replicasForSamples(scaled.replicas, samples);
  if (replicas === undefined)
    throw new Error("did not receive metrics for targeted pods (pods might be unready)");
  const measured = samples.filter(({ usage, isReady }) => usage !== undefined && isReady);
  const total = sumOf(measured.map(({ usage = 0 }) => usage));
  const share = (total / sumOf(measured.map(({ wanted }) => wanted))) * percent;
  const average = written(Math.floor(total / measured.length));
  const current = { averageValue: average, ...(isShare && { averageUtilization: Math.floor(share + 1e-9) }) };
  const told = isShare ? "utilization (percentage of request)" : "";
  return container === undefined
    ? {
        replicas,
        name: `${name} resource ${told}`.trim(),
        current: { type: "Resource", resource: { name, current } },
      }
    : {
        replicas,
        name: `${name} container resource ${told}`.trim(),
        current: { type: "ContainerResource", containerResource: { name, container, current } },
      };
}

function usageOf(usage: PodUsage | undefined, resource: string, container: string | undefined) {
  const { at = 0, windowMs = 0 } = usage ?? {};
  const named = [...(usage?.containers ?? [])].filter(
    ([name]) => container === undefined || name === container,
  );
  const amounts = named.map(([, amounts]) => amounts.get(resource));
  const isKnown = amounts.length > 0 && amounts.every((amount) => amount !== undefined);
  return { at, windowMs, usage: isKnown ? sumOf(amounts.map((amount) => amount ?? 0)) : undefined };
}

/** @throws Error when a container does not say what it asks for */
function requestOf({ metadata, spec }: Pod, resource: string, only: string | undefined): number {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const containers = [...spec.containers, ...sidecars].filter(
    ({ name }) => only === undefined || name === only,
  );
  return sumOf(
    containers.map(({ name, resources }) => {
      const amount = amountsOf(resources?.requests).get(resource);
      if (amount === undefined) {
        throw new Error(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`);
      }
      return resource === "cpu" ? amount : amount * 1000;
    }),
  );
}

type Source<T extends keyof MetricSpec> = NonNullable<MetricSpec[T]>;

async function byPods(
  metrics: Metrics,
  { metric, target }: Source<"pods">,
  scaled: Target,
): Promise<Measured> {
  const usages = await metrics.pods(scaled.namespace, scaled.selector, metric);
  const wanted = milli(target.averageValue);
  const samples = scaled.pods
    .filter((pod) => isActive(pod))
    .map((pod) => {
      const usage = usages.get(pod.metadata.name);
      return { usage, wanted, assumed: wanted, isReady: pod.status?.phase !== "Pending" };
    });
  const replicas = replicasForSamples(scaled.replicas, samples);
  if (replicas === undefined)
    throw new Error(`no metrics returned from custom metrics API for ${metric.name}`);
  const measured = samples.flatMap(({ usage }) => usage ?? []);
  const current = { averageValue: written(Math.floor(sumOf(measured) / measured.length)) };
  return {
    replicas,
    name: `pods metric ${metric.name}`,
    current: { type: "Pods", pods: { metric, current } },
  };
}

async function byObject(metrics: Metrics, source: Source<"object">, scaled: Target): Promise<Measured> {
  const { metric, describedObject, target } = source;
  const usage = await metrics.object(scaled.namespace, describedObject, metric);
  const { replicas, current } = byTotal(usage, target, scaled);
  return {
    replicas,
    name: `${describedObject.kind} metric ${metric.name}`,
    current: { type: "Object", object: { metric, describedObject, current } },
  };
}

async function byExternal(
  metrics: Metrics,
  { metric, target }: Source<"external">,
  scaled: Target,
): Promise<Measured> {
  const usage = sumOf(await metrics.external(scaled.namespace, metric));
  const { replicas, current } = byTotal(usage, target, scaled);
  return {
    replicas,
    name: `external metric ${metric.name}`,
    current: { type: "External", external: { metric, current } },
  };
}

function byTotal(usage: number, target: MetricTarget, { replicas: now, pods }: Target) {
  const isAverage = target.type === "AverageValue";
  const wanted = milli(isAverage ? target.averageValue : target.value);
  const replicas = replicasForTotal(now, pods.filter((pod) => isReady(pod)).length, usage, wanted, isAverage);
  const current = isAverage
    ? { averageValue: written(Math.ceil(usage / Math.max(1, now))) }
    : { value: written(usage) };
  return { replicas, current };
}
