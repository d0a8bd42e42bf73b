import { limited, type Past } from "@naru/kubernetes/autoscaling";
import { scaleEdit, scaleOf } from "../api/scale.ts";
import { labelSelector } from "../api/selectors.ts";
import type { KubeObject } from "../object.ts";
import { timestamp } from "../objects/metadata.ts";
import { equal } from "../patch/json.ts";
import { apiVersionOf } from "../resources/registry.ts";
import type { Resource, ScalePaths } from "../resources/resource.ts";
import { type Autoscaler, autoscalers, type AutoscalerStatus } from "./autoscaling-kinds.ts";
import { measure, type Measured, type Target } from "./autoscaler-measure.ts";
import { type Client, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { putCondition } from "./conditions.ts";
import { type Controller, keyOf, partsOf } from "./controller.ts";
import { type Record, recorder } from "./events.ts";
import { type Condition, pods } from "./kinds.ts";
import type { Metrics } from "./metrics.ts";

/** Upstream looks every 15 s unless told otherwise. What people wait for is worth looking at more often, and on one machine it costs little. */
const everyMs = 5_000;
const longestWindowMs = 3_600_000;

interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly record: Record;
  readonly pasts: Map<string, { recommended: Past[]; scaled: Past[] }>;
}

/** Keeps as many replicas as what they do calls for; anything that has a scale.
 *  Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
export function autoscalerController(client: Client, clock: Clock, metrics: Metrics): Controller {
  const record = recorder(client, clock, "horizontal-pod-autoscaler");
  const context: Context = { client, clock, metrics, record, pasts: new Map() };
  return {
    name: "autoscaler",
    watches: [
      {
        kind: autoscalers,
        keys: ({ object, previous, isGone }) => {
          if (isGone) context.pasts.delete(object.metadata.uid);
          return isGone || equal(previous?.["spec"], object["spec"]) ? [] : [keyOf(object)];
        },
        onList: (listed) => {
          const present = new Set(listed.map(({ metadata }) => metadata.uid));
          for (const uid of context.pasts.keys()) if (!present.has(uid)) context.pasts.delete(uid);
        },
      },
    ],
    reconcile: (key) => reconcile(context, key),
  };
}

interface Scaled {
  readonly resource: Resource;
  readonly paths: ScalePaths;
  readonly object: KubeObject;
}

async function reconcile(context: Context, key: string): Promise<number | undefined> {
  const { client } = context;
  const { namespace, name } = partsOf(key);
  const autoscaler = client.get(autoscalers, namespace, name);
  if (!autoscaler || autoscaler.metadata.deletionTimestamp !== undefined) return undefined;
  const scaled = targetOf(client, autoscaler);
  if (scaled) await judge(context, autoscaler, scaled);
  else await refuse(context, autoscaler);
  return everyMs;
}

function targetOf(client: Client, { metadata, spec }: Autoscaler): Scaled | undefined {
  const { apiVersion, kind, name } = spec.scaleTargetRef;
  const resource = client
    .resources()
    .find((known) => known.kind === kind && (apiVersion === undefined || apiVersionOf(known) === apiVersion));
  const object = resource && client.get(resource, metadata.namespace ?? "", name);
  const paths = resource?.subresources.scale;
  return object && paths && { resource, paths, object };
}

async function refuse(context: Context, autoscaler: Autoscaler): Promise<void> {
  const { kind, name } = autoscaler.spec.scaleTargetRef;
  const message = `the HPA controller was unable to get the target's current scale: ${kind} ${JSON.stringify(name)} not found or not scalable`;
  await context.record(autoscaler, "Warning", "FailedGetScale", message);
  const notes = [condition("AbleToScale", "False", "FailedGetScale", message)];
  await write(
    context,
    autoscaler,
    { ...autoscaler.status, desiredReplicas: autoscaler.status?.desiredReplicas ?? 0 },
    notes,
  );
}

const condition = (type: string, status: Condition["status"], reason: string, message: string) => ({
  type,
  status,
  reason,
  message,
});

interface Judged {
  readonly replicas: number;
  readonly why: string;
  readonly notes: ReturnType<typeof condition>[];
  readonly current?: Measured["current"][];
}

async function judge(
  context: Context,
  autoscaler: Autoscaler,
  { resource, paths, object }: Scaled,
): Promise<void> {
  const { client, clock, record } = context;
  const { spec, status } = scaleOf(object, paths) as unknown as Scale;
  const target = { replicas: spec.replicas, selector: status.selector ?? "" };
  const judged = await wish(context, autoscaler, target);
  const now = clock.now();
  const from = spec.replicas;
  const { replicas, why, notes } = judged;
  const isMoved = replicas !== from;
  if (isMoved) {
    await client.change(
      resource,
      object,
      (copy) => void scaleEdit(resource, paths, (scale) => ({ ...scale, spec: { replicas } }))(copy),
    );
    pastOf(context, autoscaler).scaled.push({ at: now, replicas: replicas - from });
    await record(autoscaler, "Normal", "SuccessfulRescale", `New size: ${replicas}; reason: ${why}`);
    const message = `the HPA controller was able to update the target scale to ${replicas}`;
    notes.push(condition("AbleToScale", "True", "SucceededRescale", message));
  }
  const next: AutoscalerStatus = {
    ...autoscaler.status,
    observedGeneration: autoscaler.metadata.generation ?? 0,
    currentReplicas: status.replicas,
    desiredReplicas: replicas,
    ...(judged.current && { currentMetrics: judged.current }),
    ...(isMoved && { lastScaleTime: timestamp(now) }),
  };
  await write(context, autoscaler, next, notes);
}

interface Scale {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

async function wish(
  context: Context,
  autoscaler: Autoscaler,
  { replicas, selector }: Pick<Target, "replicas" | "selector">,
): Promise<Judged> {
  const { minReplicas = 1, maxReplicas } = autoscaler.spec;
  const able = condition(
    "AbleToScale",
    "True",
    "SucceededGetScale",
    "the HPA controller was able to get the target's current scale",
  );
  if (replicas === 0 && minReplicas !== 0) {
    const off = "scaling is disabled since the replica count of the target is zero";
    return { replicas, why: "", notes: [able, condition("ScalingActive", "False", "ScalingDisabled", off)] };
  }
  if (replicas > maxReplicas)
    return { replicas: maxReplicas, why: "Current number of replicas above Spec.MaxReplicas", notes: [able] };
  if (replicas < minReplicas)
    return { replicas: minReplicas, why: "Current number of replicas below Spec.MinReplicas", notes: [able] };
  const { namespace = "" } = autoscaler.metadata;
  const selected = context.client.list(pods, namespace).filter(labelSelector(selector));
  return byMetrics(context, autoscaler, { namespace, selector, replicas, pods: selected }, able);
}

async function byMetrics(
  context: Context,
  autoscaler: Autoscaler,
  target: Target,
  able: ReturnType<typeof condition>,
): Promise<Judged> {
  const { metrics, clock, record } = context;
  const wanted = autoscaler.spec.metrics ?? [];
  const results = await Promise.allSettled(wanted.map((spec) => measure(metrics, spec, target, clock.now())));
  const measured = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const index = results.findIndex(({ status }) => status === "rejected");
  const most = measured.toSorted((a, b) => b.replicas - a.replicas)[0];
  // What could not be measured might need more: then none go.
  if (!most || (index >= 0 && most.replicas < target.replicas)) {
    const failed = results[index] as PromiseRejectedResult;
    const reason = `FailedGet${wanted[index]?.type ?? ""}Metric`;
    const cause = failed.reason instanceof Error ? failed.reason.message : String(failed.reason);
    const message = `the HPA was unable to compute the replica count: ${cause}`;
    await record(autoscaler, "Warning", reason, cause);
    return {
      replicas: target.replicas,
      why: "",
      notes: [able, condition("ScalingActive", "False", reason, message)],
    };
  }
  return bounded(context, autoscaler, target.replicas, most, measured);
}

function bounded(
  context: Context,
  autoscaler: Autoscaler,
  from: number,
  most: Measured,
  measured: readonly Measured[],
): Judged {
  const now = context.clock.now();
  const past = pastOf(context, autoscaler);
  const { replicas, reason, message, isStabilized } = limited(
    autoscaler.spec,
    from,
    most.replicas,
    past,
    now,
  );
  past.recommended.push({ at: now, replicas: most.replicas });
  const found = `the HPA was able to successfully calculate a replica count from ${most.name}`;
  const higher =
    "recent recommendations were higher than current one, applying the highest recent recommendation";
  return {
    replicas,
    why: replicas > from ? `${most.name} above target` : "All metrics below target",
    notes: [
      isStabilized
        ? condition("AbleToScale", "True", "ScaleDownStabilized", higher)
        : condition("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size"),
      condition("ScalingActive", "True", "ValidMetricFound", found),
      condition("ScalingLimited", reason === "DesiredWithinRange" ? "False" : "True", reason, message),
    ],
    current: measured.map(({ current }) => current),
  };
}

/** What is older than the longest window may be forgotten. */
function pastOf({ pasts, clock }: Context, { metadata }: Autoscaler) {
  const since = clock.now() - longestWindowMs;
  const { recommended = [], scaled = [] } = pasts.get(metadata.uid) ?? {};
  const past = {
    recommended: recommended.filter(({ at }) => at > since),
    scaled: scaled.filter(({ at }) => at > since),
  };
  pasts.set(metadata.uid, past);
  return past;
}

async function write(
  { client, clock }: Context,
  autoscaler: Autoscaler,
  next: AutoscalerStatus,
  notes: readonly ReturnType<typeof condition>[],
): Promise<void> {
  let conditions = autoscaler.status?.conditions ?? [];
  for (const note of notes) conditions = putCondition(conditions, note, clock.now());
  const status = { ...next, conditions };
  if (equal(status, autoscaler.status)) return;
  await unless(["NotFound", "Conflict"], () =>
    client.change(autoscalers, autoscaler, (copy) => void (copy.status = status), "status"),
  );
}
