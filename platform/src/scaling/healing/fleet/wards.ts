import type { PodRow, WorkloadRow } from "#kubernetes/api.ts";
import type { Annotated, Picture } from "#kubernetes/index.ts";
import type { Window } from "#telemetry/query/index.ts";
import { policies, type Policy } from "../api.ts";
import { fairly } from "../judge/callers.ts";
import {
  type Answered,
  answeredTogether,
  noTraffic,
  operationOf,
  type PodTraffic,
} from "../judge/traffic.ts";
import type { AnsweredRow, NamedPod, UnansweredRow } from "../store.ts";
import { wardId } from "./decide.ts";

/** The annotation that says how far Naru may go. */
export const policyAnnotation = "naru.dev/healing";
/** Nothing is touched that nobody asked for. */
const usualPolicy: Policy = "advise";

const healedKinds = new Set(["Deployment", "StatefulSet", "DaemonSet"]);
/** Its pods are replaced by others that do the same. */
export const isHealed = ({ kind }: Pick<WorkloadRow, "kind">): boolean => healedKinds.has(kind);
/** What a pod answered so soon after it became ready is compared with nothing: it is still warming up. */
const warmUpMs = 20_000;
/** So long it is new. Kubernetes' autoscaler waits as long until it goes by the processor of a new pod
 *  (`--horizontal-pod-autoscaler-cpu-initialization-period`). */
const newMs = 5 * 60_000;

export type PolicyOf = (of: { cluster: string; kind: string; namespace: string; name: string }) => {
  readonly policy: Policy;
  /** What is annotated and is no policy. */
  readonly unreadable: string;
};

/** @param most  the most that is allowed at all */
export function policiesOf(annotated: readonly Annotated[], most: Policy): PolicyOf {
  const said = new Map(annotated.map((each) => [wardId(each), each.value]));
  return (of) => {
    const value = said.get(wardId(of));
    const known = policies.find((each) => each === value);
    const wanted = known ?? usualPolicy;
    return {
      policy: policies.indexOf(wanted) <= policies.indexOf(most) ? wanted : most,
      unreadable: value === undefined || known !== undefined ? "" : value,
    };
  };
}

/** A workload with the pods that can be compared, and what was asked of each lately. */
export interface WardPods {
  readonly id: string;
  readonly row: WorkloadRow;
  readonly policy: Policy;
  readonly unreadable: string;
  /** Its pods run one revision, and no other is on its way. */
  readonly isSettled: boolean;
  readonly pods: ReadonlyMap<string, PodTraffic>;
}

/** Workloads whose pods serve requests.
 *  @param trafficOf  by a pod's uid, in the window */
export function wardsOf(
  picture: Pick<Picture, "workloads" | "pods">,
  policyOf: PolicyOf,
  trafficOf: ReadonlyMap<string, PodTraffic>,
  window: Window,
): WardPods[] {
  const pods = Map.groupBy(picture.pods(), ({ cluster, workload }) =>
    workload === null ? "" : wardId({ cluster, ...workload }),
  );
  return picture.workloads().flatMap((row) => {
    const id = wardId(row);
    const own = (pods.get(id) ?? []).filter(({ health }) => health !== "done");
    if (!isHealed(row) || !own.some(({ uid }) => trafficOf.has(uid))) return [];
    const isSettled = row.state !== "progressing" && new Set(own.map(({ revision }) => revision)).size <= 1;
    const compared = own.filter((pod) => isWarm(pod, window.from));
    return [
      {
        id,
        row,
        ...policyOf(row),
        isSettled,
        pods: new Map(
          compared.map((pod) => {
            const isNew = window.to - (pod.readinessChangedAt ?? 0) < newMs;
            return [pod.uid, { ...(trafficOf.get(pod.uid) ?? noTraffic), isNew }];
          }),
        ),
      },
    ];
  });
}

const isWarm = ({ health, readinessChangedAt, status }: PodRow, at: number) =>
  health === "good" &&
  status === "Running" &&
  readinessChangedAt !== null &&
  at - readinessChangedAt >= warmUpMs;

/** What was asked of each pod, by its uid. */
export function trafficByPod(
  pods: readonly PodRow[],
  answered: readonly AnsweredRow[],
  unanswered: readonly UnansweredRow[],
): Map<string, PodTraffic> {
  const uidOf = finder(pods);
  const found = new Map<string, { operations: Map<string, Answered>; unanswered: number; isNew: boolean }>();
  const of = (named: NamedPod) => {
    const uid = uidOf(named);
    if (uid === undefined) return undefined;
    const known = found.get(uid) ?? { ...noTraffic, operations: new Map<string, Answered>() };
    found.set(uid, known);
    return known;
  };
  for (const row of fairly(answered)) {
    const operations = of(row)?.operations;
    const name = operationOf(row);
    const known = operations?.get(name);
    operations?.set(name, known ? answeredTogether([known, row]) : row);
  }
  for (const { unanswered: more, ...named } of unanswered) {
    const known = of(named);
    if (known) known.unanswered += more;
  }
  return found;
}

/** By its uid; of telemetry that tells none by its name, where only one cluster has such a pod or the cluster's name tells which. */
export function finder(pods: readonly PodRow[]): (named: NamedPod) => string | undefined {
  const uids = new Set(pods.map(({ uid }) => uid));
  const byName = Map.groupBy(pods, ({ namespace, name }) => `${namespace}/${name}`);
  return ({ uid, namespace, name, cluster }) => {
    if (uid !== "") return uids.has(uid) ? uid : undefined;
    const alike = byName.get(`${namespace}/${name}`) ?? [];
    return (alike.length === 1 ? alike[0] : alike.find((pod) => pod.cluster === cluster))?.uid;
  };
}
