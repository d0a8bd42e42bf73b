import type { ChangeRow, EventRow, PodRow } from "#kubernetes/api.ts";
import type { CauseKind, Inside } from "../diagnosis/api.ts";
import type { Scene, WorkloadRef } from "../scene/scene.ts";
import { type Fact, type Hypothesis, insideOf } from "./hypothesis.ts";

/** A workload without any ready pod; one that misses some; one whose new pods do not start while the old ones serve. */
const nothingReady = 40;
const someReady = 14;
/** Pods that start are not ready for a while, which is no trouble yet. */
const settleMs = 25_000;
/** What is told of pods is how they are now: it belongs to windows that reach up to now. */
const recentMs = 120_000;

/** Reasons as Kubernetes words them, the surest first. Source: kubernetes/kubernetes, pkg/kubelet/events and container states */
const kinds: readonly (readonly [RegExp, CauseKind])[] = [
  [/ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|Failed to pull image/, "image-pull"],
  [/OOMKill/, "memory-leak"],
  [
    /CreateContainerConfigError|FailedMount|couldn't find key|(?:secret|configmap) ".*" not found/i,
    "missing-config",
  ],
  [/exceeded quota/, "quota"],
  [/no space left|DiskPressure|FreeDiskSpaceFailed/i, "disk-full"],
  [/Evicted|MemoryPressure|PIDPressure/, "node-pressure"],
  [/NodeLost|NodeNotReady/, "node-lost"],
  [/CrashLoopBackOff|RunContainerError|StartError|ContainerCannotRun|^Error/, "crash-loop"],
  [/Unschedulable|FailedScheduling/, "pending"],
  [/Readiness probe failed|ContainersNotReady/, "readiness-failing"],
];

const kindOf = (text: string): CauseKind | undefined => kinds.find(([pattern]) => pattern.test(text))?.[1];

/** What the cluster says by itself: pods that do not start, do not get ready, crash, were killed or have no place; and what is about
 *  to end. */
export function kubernetesTrouble(scene: Scene): Hypothesis[] {
  const isNow = scene.now - scene.window.to < recentMs;
  const sick = isNow ? scene.pods.filter((pod) => pod.health === "bad" || pod.health === "waiting") : [];
  const byWorkload = Map.groupBy(
    sick,
    ({ workload, namespace, name }) => `${namespace}/${workload?.name ?? name}`,
  );
  return [
    ...[...byWorkload.values()].flatMap((pods) => ofWorkload(scene, pods)),
    ...outOfMemory(scene),
    ...scaledToNothing(scene),
    ...nodes(scene),
    ...endingCertificates(scene),
  ];
}

interface Sickness {
  readonly pod: PodRow;
  readonly kind: CauseKind;
  readonly since: number;
  readonly words: string;
  readonly events: readonly EventRow[];
}

const rankOf = ({ kind }: Sickness): number => kinds.findIndex(([, each]) => each === kind);

function ofWorkload(scene: Scene, pods: readonly PodRow[]): Hypothesis[] {
  const found = pods.flatMap((pod) => sicknessOf(scene, pod) ?? []);
  const [worst] = found.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (!worst) return [];
  const { pod, kind, words, events } = worst;
  const {
    kind: ownerKind,
    namespace,
    name,
  } = pod.workload ?? { kind: "Pod", namespace: pod.namespace, name: pod.name };
  const own = scene.workloads.find(
    (each) => each.cluster === pod.cluster && each.namespace === namespace && each.name === name,
  );
  const ready = own?.ready ?? 0;
  const images = pod.containers.filter(({ ready: isReady }) => !isReady).map(({ image }) => image);
  return [
    {
      rule: "kubernetes",
      kind,
      service: serviceOf(scene, { namespace, name }),
      subject: pod.name,
      at: Math.max(worst.since, scene.window.from),
      score: ready === 0 ? nothingReady : someReady,
      inside: insideOfTrouble(kind, images, words, pod.name),
      facts: [
        {
          code: "pod-trouble",
          values: {
            object: `${ownerKind} ${namespace}/${name}`,
            pod: pod.name,
            words,
            ready,
            desired: own?.desired ?? pods.length,
          },
          link: `/kubernetes/pods/${pod.cluster}/${pod.namespace}/${pod.name}`,
        },
        ...events.slice(0, 2).map(eventFact),
      ],
      against: [],
      victims: [],
      touches: [name, pod.name],
    },
  ];
}

function sicknessOf(scene: Scene, pod: PodRow): Sickness | undefined {
  const events = scene.events.filter(
    ({ type, object }) =>
      type === "Warning" && object.name === pod.name && object.namespace === pod.namespace,
  );
  const container = pod.containers.find(({ ready }) => !ready);
  const ended = container?.lastEnd;
  const told = [
    pod.status,
    container?.reason ?? "",
    ...(ended && ended.exitCode !== 0 ? [`${ended.reason} ${ended.message}`] : []),
    ...events.map(({ reason, message }) => `${reason}: ${message}`),
  ];
  const texts = told.filter((text) => kindOf(text) !== undefined);
  const kind = kinds.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1];
  if (!kind) return undefined;
  const since = Math.min(pod.createdAt ?? scene.window.to, ...events.map(({ firstTime }) => firstTime));
  const age = scene.now - (kind === "readiness-failing" ? (pod.createdAt ?? scene.now) : since);
  if (age < settleMs && kind !== "image-pull") return undefined;
  const words = [
    container?.message ?? "",
    ended?.message ?? "",
    pod.message,
    events[0]?.message ?? "",
    pod.status,
  ].find((text) => text !== "");
  return { pod, kind, since, words: words ?? "", events };
}

export const workloadLink = ({ cluster, kind, namespace, name }: WorkloadRef): string =>
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

function insideOfTrouble(kind: CauseKind, images: readonly string[], words: string, pod: string): Inside[] {
  const told = words === "" ? [] : [insideOf("log", words.slice(0, 300))];
  if (kind === "image-pull") return [...images.map((image) => insideOf("image", image)), ...told];
  if (kind === "missing-config") return [insideOf("setting", words || pod), ...told];
  if (kind === "memory-leak") return [insideOf("resource", "memory"), ...told];
  if (kind === "readiness-failing") return [insideOf("resource", "readiness probe"), ...told];
  return [...told, insideOf("resource", kind), insideOf("pod", pod)];
}

const eventFact = ({ object, reason, message, count }: EventRow): Fact => ({
  code: "event",
  values: { object: `${object.kind} ${object.name}`, reason, message, count },
});

const soonMs = 7 * 86_400_000;
const certificateScore = 9;

/** A certificate whose end is near: nothing shows it until everything fails. */
const endingCertificates = ({ certificates, now, window }: Scene): Hypothesis[] =>
  certificates
    .filter(({ endsAt }) => endsAt - now < soonMs)
    .map(({ namespace, name, endsAt }) => ({
      rule: "kubernetes",
      kind: "certificate-expiring" as const,
      service: name,
      subject: `${namespace}/${name}`,
      at: window.from,
      score: endsAt < now ? nothingReady : certificateScore,
      inside: [insideOf("setting", `Secret ${namespace}/${name}`)],
      facts: [
        {
          code: "certificate-ends",
          values: { object: `${namespace}/${name}`, hours: Math.round((endsAt - now) / 3_600_000) },
        },
      ],
      against: [],
      victims: [],
      touches: [name],
    }));

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
    link: workloadLink({ cluster: change.cluster, ...change.workload }),
  };
}

const agoOf = (ms: number): string =>
  ms < 3000 ? "" : ms < 90_000 ? `${Math.max(0, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;
