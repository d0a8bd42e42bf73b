import type { ChangeRow, EventRow, WorkloadRow } from "#kubernetes/api.ts";
import type { CauseKind, Inside } from "../diagnosis/api.ts";
import type { Scene } from "../scene/scene.ts";
import { type Fact, type Hypothesis, insideOf } from "./hypothesis.ts";

/** A workload without any ready pod; one that misses some. */
const nothingReady = 40;
const someReady = 12;
/** Pods that start are not ready for a while, which is no trouble yet. */
const settleMs = 20_000;
/** What is told of workloads is how they are now: it belongs to windows that reach up to now. */
const recentMs = 120_000;

/** Reasons as Kubernetes words them. Source: kubernetes/kubernetes, pkg/kubelet/events and container states */
const kinds: readonly (readonly [RegExp, CauseKind])[] = [
  [/ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|Failed to pull image/, "image-pull"],
  [/OOMKill/, "memory-leak"],
  [
    /CreateContainerConfigError|FailedMount|couldn't find key|(?:secret|configmap) ".*" not found/i,
    "missing-config",
  ],
  [/exceeded quota/, "quota"],
  [/disk-?pressure|FreeDiskSpaceFailed|no space left/i, "disk-full"],
  [/Evicted|NodeHas|MemoryPressure|PIDPressure/, "node-pressure"],
  [/NodeNotReady|NodeLost|node-unreachable/i, "node-lost"],
  [/CrashLoopBackOff|BackOff|RunContainerError|StartError/, "crash-loop"],
  [/Unschedulable|FailedScheduling/, "pending"],
  [
    /Unhealthy|ContainersNotReady|MinimumReplicasUnavailable|ProgressDeadlineExceeded|NotReady/,
    "readiness-failing",
  ],
];

export const kindOfReason = (text: string): CauseKind | undefined =>
  kinds.find(([pattern]) => pattern.test(text))?.[1];

/** What the cluster says by itself: pods that do not start, do not get ready, crash, were killed or have no place. */
export function kubernetesTrouble(scene: Scene): Hypothesis[] {
  const isNow = scene.now - scene.window.to < recentMs;
  return [
    ...(isNow ? scene.workloads.flatMap((workload) => ofWorkload(scene, workload)) : []),
    ...outOfMemory(scene),
    ...scaledToNothing(scene),
    ...nodes(scene),
  ];
}

function ofWorkload(scene: Scene, workload: WorkloadRow): Hypothesis[] {
  const { ready, desired, state, reason, message, namespace, name } = workload;
  if (state !== "degraded" && state !== "failed" && state !== "progressing") return [];
  if (desired === 0 || ready >= desired) return [];
  const own = scene.events.filter(
    ({ type, object }) => type === "Warning" && object.namespace === namespace && isOf(object.name, name),
  );
  const worst = own.toSorted((a, b) => rankOf(a) - rankOf(b))[0];
  const kind = kindOfReason(reason) ?? kindOfReason(`${worst?.reason ?? ""} ${worst?.message ?? ""}`);
  if (!kind) return [];
  const since = Math.min(
    ...own.filter((event) => rankOf(event) === (worst ? rankOf(worst) : 0)).map(({ firstTime }) => firstTime),
    scene.window.to,
  );
  if (scene.window.to - since < settleMs && state === "progressing") return [];
  const settled = own.length === 0 ? 1 : Math.min(1, (scene.window.to - since) / (3 * settleMs));
  return [
    {
      rule: "kubernetes",
      kind,
      service: serviceOf(scene, workload),
      subject: name,
      at: Math.max(since, scene.window.from),
      score: (ready === 0 ? nothingReady : someReady) * settled,
      inside: insideOfTrouble(kind, workload, worst),
      facts: [
        {
          code: "workload-trouble",
          values: {
            object: `${workload.kind} ${namespace}/${name}`,
            reason: reason || (worst?.reason ?? state),
            message: message || (worst?.message ?? ""),
            ready,
            desired,
          },
          link: workloadLink(workload),
        },
        ...own.slice(0, 3).map(eventFact),
      ],
      against: [],
      victims: [],
      touches: [name],
    },
  ];
}

const rankOf = ({ reason, message }: EventRow): number => {
  const index = kinds.findIndex(([pattern]) => pattern.test(`${reason} ${message}`));
  return index < 0 ? kinds.length : index;
};

const isOf = (pod: string, workload: string): boolean => pod === workload || pod.startsWith(`${workload}-`);

export const workloadLink = ({
  cluster,
  kind,
  namespace,
  name,
}: Pick<WorkloadRow, "cluster" | "kind" | "namespace" | "name">) =>
  `/kubernetes/workloads/${cluster}/${kind}/${namespace}/${name}`;

/** The service that a workload's telemetry goes by; its own name where it has not told yet. */
export function serviceOf(
  { runsAs }: Scene,
  { namespace, name }: { namespace: string; name: string },
): string {
  for (const [service, workloads] of runsAs)
    if (workloads.some((each) => each.namespace === namespace && each.name === name)) return service;
  return name;
}

function insideOfTrouble(
  kind: CauseKind,
  { images, name }: WorkloadRow,
  event: EventRow | undefined,
): Inside[] {
  const words = event ? [insideOf("log", event.message)] : [];
  if (kind === "image-pull") return [...images.map((image) => insideOf("image", image)), ...words];
  if (kind === "missing-config") return [insideOf("setting", event?.message ?? name), ...words];
  if (kind === "memory-leak") return [insideOf("resource", "memory"), ...words];
  if (kind === "readiness-failing") return [insideOf("resource", "readiness probe"), ...words];
  return [insideOf("resource", kind), ...words];
}

const eventFact = ({ object, reason, message, count }: EventRow): Fact => ({
  code: "event",
  values: { object: `${object.kind} ${object.name}`, reason, message, count },
});

function outOfMemory(scene: Scene): Hypothesis[] {
  const killed = scene.changes.filter(
    (change) => change.type === "restart" && /OOM/.test(change.reason) && change.time >= scene.window.from,
  );
  const byWorkload = Map.groupBy(killed, ({ workload }) => `${workload.namespace}/${workload.name}`);
  return [...byWorkload.values()].map((changes) => {
    const workload = (changes[0] as ChangeRow).workload;
    return {
      rule: "kubernetes",
      kind: "memory-leak" as const,
      service: serviceOf(scene, workload),
      subject: workload.name,
      at: Math.min(...changes.map(({ time }) => time)),
      score: 15 + 5 * Math.min(5, changes.length),
      inside: [insideOf("resource", "memory")],
      facts: changes.slice(0, 3).map((change) => changeFact(change, scene.window.to)),
      against: [],
      victims: [],
      touches: [workload.name],
    };
  });
}

/** Somebody wants none of it any more. Whether that hurts, others tell by failing. */
function scaledToNothing(scene: Scene): Hypothesis[] {
  return scene.changes
    .filter(
      ({ type, differences, time }) =>
        type === "scaled" &&
        time >= scene.window.from &&
        differences.some(({ field, after }) => field === "replicas" && after === "0"),
    )
    .map((change) => ({
      rule: "kubernetes",
      kind: "dependency-down" as const,
      service: serviceOf(scene, change.workload),
      subject: change.workload.name,
      at: change.time,
      score: 4,
      inside: [insideOf("setting", "replicas", change.differences[0]?.before ?? null, "0")],
      facts: [changeFact(change, scene.window.to)],
      against: [],
      victims: [],
      touches: [change.workload.name],
    }));
}

function nodes(scene: Scene): Hypothesis[] {
  return scene.changes
    .filter(
      ({ type, summary, time }) =>
        type === "node" &&
        time >= scene.window.from &&
        /NotReady|Ready.*(?:False|Unknown)|deleted/i.test(summary),
    )
    .map((change) => ({
      rule: "kubernetes",
      kind: "node-lost" as const,
      service: change.object.name,
      subject: change.object.name,
      at: change.time,
      score: 25,
      inside: [insideOf("node", change.object.name)],
      facts: [changeFact(change, scene.window.to)],
      against: [],
      victims: [],
      touches: [change.object.name],
    }));
}

export function changeFact(change: ChangeRow, reference: number): Fact {
  const { kind, namespace, name } = change.object;
  return {
    code: "change",
    values: {
      object: `${kind} ${namespace === "" ? "" : `${namespace}/`}${name}`,
      summary: change.summary,
      actor: change.actor,
      ago: agoOf(reference - change.time),
    },
    link: workloadLink({ cluster: change.cluster, ...change.workload } as WorkloadRow),
  };
}

const agoOf = (ms: number): string =>
  ms < 90_000 ? `${Math.max(0, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;
