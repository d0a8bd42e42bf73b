import type { EventRow, PodRow } from "#kubernetes/api.ts";
import type { CauseKind, Inside } from "../../diagnosis/api.ts";
import type { Scene } from "../../scene/scene.ts";
import { type Fact, type Hypothesis, insideOf } from "../hypothesis.ts";
import { objectLink } from "./links.ts";
import { nothingReady, settleMs, someReady } from "./scores.ts";
import { serviceOf } from "./service.ts";

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
  [/CrashLoopBackOff|RunContainerError|StartError|ContainerCannotRun|^Error/, "crash-loop"],
  [/Unschedulable|FailedScheduling/, "pending"],
  [/Readiness probe failed|ContainersNotReady/, "readiness-failing"],
];

const kindOf = (text: string): CauseKind | undefined => kinds.find(([pattern]) => pattern.test(text))?.[1];

/** Pods that do not start, do not get ready, crash, were killed or have no place.
 *  @param lost pods that are told of with their nodes */
export function sickPods(scene: Scene, lost: readonly PodRow[]): Hypothesis[] {
  const sick = scene.pods.filter(
    (pod) => (pod.health === "bad" || pod.health === "waiting") && !lost.includes(pod),
  );
  const byWorkload = Map.groupBy(
    sick,
    ({ workload, namespace, name }) => `${namespace}/${workload?.name ?? name}`,
  );
  return [...byWorkload.values()].flatMap((pods) => ofWorkload(scene, pods));
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
          link: objectLink({ ...pod, kind: "Pod" }),
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
  const first = Math.min(pod.createdAt ?? scene.window.to, ...events.map(({ firstTime }) => firstTime));
  const unready = kind === "readiness-failing" ? (pod.readinessChangedAt ?? pod.createdAt) : null;
  const since = unready ?? first;
  if (scene.now - since < settleMs && kind !== "image-pull") return undefined;
  // What a program says as it ends says more than that it is started again later.
  const words = [
    kind === "crash-loop" ? (ended?.message ?? "") : "",
    container?.message ?? "",
    ended?.message ?? "",
    pod.message,
    events[0]?.message ?? "",
    pod.status,
  ].find((text) => text !== "");
  return { pod, kind, since, words: words ?? "", events };
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
