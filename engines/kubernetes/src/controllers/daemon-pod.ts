import { fitsNode } from "../scheduler/node-affinity.ts";
import { untolerated } from "../scheduler/taints.ts";
import type { DaemonSet } from "./apps-kinds.ts";
import type { Draft } from "./client.ts";
import { revisionLabel } from "./controller-revisions.ts";
import type { Pod } from "./kinds.ts";
import type { Node } from "./node-kind.ts";
import type { PodSpec, Toleration } from "./pod-kind.ts";
import { podDraft } from "./pod-draft.ts";

/* Source: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled */

const prefix = "node.kubernetes.io/";
const always = (name: string, effect: string): Toleration => ({
  key: `${prefix}${name}`,
  operator: "Exists",
  effect,
});

/** Daemons run where others may not: they are what makes the node work. */
const tolerated = [
  always("not-ready", "NoExecute"),
  always("unreachable", "NoExecute"),
  always("disk-pressure", "NoSchedule"),
  always("memory-pressure", "NoSchedule"),
  always("pid-pressure", "NoSchedule"),
  always("unschedulable", "NoSchedule"),
];

function tolerationsOf(spec: PodSpec): Toleration[] {
  const added =
    spec["hostNetwork"] === true ? [...tolerated, always("network-unavailable", "NoSchedule")] : tolerated;
  const own = spec.tolerations ?? [];
  const isNew = (one: Toleration) =>
    !own.some(
      ({ key, operator, effect }) => key === one.key && operator === one.operator && effect === one.effect,
    );
  return [...own, ...added.filter(isNew)];
}

/** The pod of a node; the scheduler binds it to that node and to no other. */
export function daemonPod(set: DaemonSet, hash: string, node: string): Draft {
  const { template } = set.spec;
  const draft = podDraft(set, template);
  const labels = { ...draft.metadata.labels, [revisionLabel]: hash };
  const { affinity } = template.spec;
  const byName = { matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] };
  const nodeAffinity = {
    ...affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [byName] },
  };
  const spec: PodSpec = {
    ...template.spec,
    affinity: { ...affinity, nodeAffinity },
    tolerations: tolerationsOf(template.spec),
  };
  return { ...draft, metadata: { ...draft.metadata, labels }, spec };
}

/** The node that a pod is on, or is meant for. */
export function nodeNameOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const names = terms.flatMap(({ matchFields = [] }) =>
    matchFields.filter(({ key, operator }) => key === "metadata.name" && operator === "In"),
  );
  return names[0]?.values?.[0];
}

export interface Fitness {
  /** Whether a daemon should be started on the node. */
  readonly runs: boolean;
  /** Whether one that is there already may stay. */
  readonly stays: boolean;
}

export function fitness({ spec: { template } }: DaemonSet, node: Node): Fitness {
  if (template.spec.nodeName && template.spec.nodeName !== node.metadata.name)
    return { runs: false, stays: false };
  if (!fitsNode(template.spec, node)) return { runs: false, stays: false };
  const taints = node.spec?.taints ?? [];
  const tolerations = tolerationsOf(template.spec);
  const stays = untolerated(taints, tolerations, ["NoExecute"]).length === 0;
  return { runs: stays && untolerated(taints, tolerations).length === 0, stays };
}
