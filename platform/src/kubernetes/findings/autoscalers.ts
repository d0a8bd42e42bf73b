import { type Autoscaler, timeOf } from "../resources.ts";
import { conditionOf, type Found, found } from "./found.ts";
import { nearest } from "./nearest.ts";
import { namespaceOf, type Objects } from "./objects.ts";

/** What is scaled, where its kind is known; other kinds scale by custom resources. */
const scaled = new Map<string, "deployments" | "statefulSets" | "replicaSets">([
  ["Deployment", "deployments"],
  ["StatefulSet", "statefulSets"],
  ["ReplicaSet", "replicaSets"],
]);

/** Autoscalers that can't do their work, and those that may not do more of it.
 *  Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/ */
export const autoscalerFindings = (objects: Objects): Found[] =>
  objects.all("autoscalers").flatMap((autoscaler) => {
    const missing = targetFindings(objects, autoscaler);
    return missing.length > 0 ? missing : conditionFindings(autoscaler);
  });

function targetFindings(objects: Objects, autoscaler: Autoscaler): Found[] {
  const { kind = "", name = "" } = autoscaler.spec?.scaleTargetRef ?? {};
  const cache = scaled.get(kind);
  const namespace = namespaceOf(autoscaler);
  if (cache === undefined || !objects.lacks(cache, namespace, name)) return [];
  const near = nearest(
    name,
    objects.in(cache, namespace).map(({ metadata }) => metadata.name),
  );
  return [
    found("scale-target-missing", autoscaler, {
      touches: [{ kind, namespace, name }, ...(near === undefined ? [] : [{ kind, namespace, name: near }])],
      field: "scaleTargetRef",
      found: `${kind}/${name}`,
      wanted: near === undefined ? "" : `${kind}/${near}`,
    }),
  ];
}

/** Why it does nothing though all is well: somebody scaled to nothing. */
const isIdle = "ScalingDisabled";

function conditionFindings(autoscaler: Autoscaler): Found[] {
  const { kind = "", name = "" } = autoscaler.spec?.scaleTargetRef ?? {};
  const touches = [{ kind, namespace: namespaceOf(autoscaler), name }];
  const [able, active, limited] = ["AbleToScale", "ScalingActive", "ScalingLimited"].map((type) =>
    conditionOf(autoscaler, type),
  );
  const told = (of: NonNullable<typeof able>) => ({
    touches,
    since: timeOf(of.lastTransitionTime),
    message: [of.reason ?? "", of.message ?? ""].filter((text) => text !== "").join(": "),
  });
  if (able?.status === "False") return [found("cannot-scale", autoscaler, told(able))];
  if (active?.status === "False" && active.reason !== isIdle)
    return [found("metrics-unreadable", autoscaler, { ...told(active), field: "metrics" })];
  if (limited?.status !== "True" || limited.reason !== "TooManyReplicas") return [];
  return [
    found("at-maximum", autoscaler, {
      ...told(limited),
      field: "maxReplicas",
      found: String(autoscaler.spec?.maxReplicas ?? ""),
    }),
  ];
}
