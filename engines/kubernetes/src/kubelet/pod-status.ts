import type { Condition } from "../controllers/kinds.ts";
import { timestamp } from "../objects/metadata.ts";
import { type Container, type ContainerStatus, isSidecar, type Pod, type PodStatus } from "./pod.ts";

type Phase = NonNullable<PodStatus["phase"]>;

/** What happens to a pod as a whole, whatever its containers say. */
export interface Verdict {
  readonly phase: "Failed";
  readonly reason: string;
  readonly message: string;
}

export interface Seen {
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
  readonly ephemeral: readonly ContainerStatus[];
  readonly hostIP: string;
  readonly podIP: string | undefined;
  readonly isInitialized: boolean;
  /** Whatever has ended stays so: the pod is being deleted. */
  readonly isEnding: boolean;
  readonly verdict: Verdict | undefined;
}

/** A pod's status as its node sees it.
 *  @param now  milliseconds since 1970
 *  Source: Kubernetes' pkg/kubelet/kubelet_pods.go and pkg/kubelet/status/generate.go */
export function podStatus(pod: Pod, seen: Seen, now: number): PodStatus {
  const before = pod.status ?? {};
  const phase = seen.verdict?.phase ?? phaseOf(pod, seen);
  const kept = { ...before };
  delete kept.reason;
  delete kept.message;
  return {
    ...kept,
    phase,
    ...(seen.verdict && { reason: seen.verdict.reason, message: seen.verdict.message }),
    observedGeneration: pod.metadata.generation ?? 1,
    conditions: conditionsOf(pod, seen, phase, now),
    hostIP: seen.hostIP,
    hostIPs: [{ ip: seen.hostIP }],
    ...(seen.podIP !== undefined && { podIP: seen.podIP, podIPs: [{ ip: seen.podIP }] }),
    startTime: before.startTime ?? timestamp(now),
    ...(seen.init.length > 0 && { initContainerStatuses: [...seen.init] }),
    containerStatuses: [...seen.main],
    ...(seen.ephemeral.length > 0 && { ephemeralContainerStatuses: [...seen.ephemeral] }),
  };
}

/** A pod is over when every container has ended and none will be started again. */
function phaseOf(pod: Pod, { main, isInitialized, isEnding, init }: Seen): Phase {
  const { restartPolicy } = pod.spec;
  if (isEnding && ![...init, ...main].some(({ state }) => state.running)) {
    return main.every((status) => ended(status)?.exitCode === 0) ? "Succeeded" : "Failed";
  }
  if (!isInitialized) {
    return init.some((status) => isLost(pod, status)) ? "Failed" : "Pending";
  }
  if (main.some(isWaitingFirst)) return "Pending";
  // Sidecars that still end keep the pod from being over.
  if ([...init, ...main].some(({ state }) => state.running) || restartPolicy === "Always") return "Running";
  const codes = main.map((status) => ended(status)?.exitCode ?? 0);
  if (codes.every((code) => code === 0)) return "Succeeded";
  return restartPolicy === "Never" ? "Failed" : "Running";
}

const ended = ({ state, lastState }: ContainerStatus) => state.terminated ?? lastState.terminated;

const isWaitingFirst = ({ state, lastState }: ContainerStatus) =>
  state.waiting !== undefined && lastState.terminated === undefined;

/** An init container that failed and will not be tried again. */
function isLost(pod: Pod, status: ContainerStatus): boolean {
  const container = pod.spec.initContainers?.find(({ name }) => name === status.name);
  if (pod.spec.restartPolicy !== "Never" || !container || isSidecar(container)) return false;
  return (status.state.terminated?.exitCode ?? 0) !== 0;
}

type Draft = Omit<Condition, "lastTransitionTime">;

function conditionsOf(pod: Pod, seen: Seen, phase: Phase, now: number): Condition[] {
  const containersReady = containersReadyOf(pod, seen, phase);
  const drafts: Draft[] = [
    { type: "PodReadyToStartContainers", status: seen.podIP === undefined ? "False" : "True" },
    initializedOf(pod, seen, phase),
    readyOf(pod, containersReady),
    containersReady,
    { type: "PodScheduled", status: "True" },
  ];
  const own = drafts.map((draft) => dated(pod, draft, now));
  const foreign = (pod.status?.conditions ?? []).filter(({ type }) => !own.some((one) => one.type === type));
  return [...own, ...foreign];
}

function dated(pod: Pod, draft: Draft, now: number): Condition {
  const before = pod.status?.conditions?.find(({ type }) => type === draft.type);
  const isSame = before?.status === draft.status && before.lastTransitionTime !== undefined;
  return { ...draft, lastTransitionTime: isSame ? before.lastTransitionTime : timestamp(now) } as Condition;
}

function initializedOf(pod: Pod, { init, isInitialized }: Seen, phase: Phase): Draft {
  if (isInitialized) {
    return { type: "Initialized", status: "True", ...(phase === "Succeeded" && completed) };
  }
  const waiting = names(
    (pod.spec.initContainers ?? []).filter(
      (container) =>
        !isThrough(
          container,
          init.find(({ name }) => name === container.name),
        ),
    ),
  );
  return {
    type: "Initialized",
    status: "False",
    reason: "ContainersNotInitialized",
    message: `containers with incomplete status: ${waiting}`,
  };
}

const isThrough = (container: Container, status: ContainerStatus | undefined) =>
  isSidecar(container) ? status?.started === true : status?.state.terminated?.exitCode === 0;

const completed = { reason: "PodCompleted" };

function containersReadyOf(pod: Pod, { init, main }: Seen, phase: Phase): Draft {
  const type = "ContainersReady";
  if (phase === "Succeeded") return { type, status: "False", ...completed };
  if (phase === "Failed") return { type, status: "False", reason: "PodFailed" };
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
  const statuses = [...init, ...main];
  const unready = [...sidecars, ...pod.spec.containers].filter(
    ({ name }) => !statuses.find((one) => one.name === name)?.ready,
  );
  if (unready.length === 0) return { type, status: "True" };
  const message = `containers with unready status: ${names(unready)}`;
  return { type, status: "False", reason: "ContainersNotReady", message };
}

function readyOf(pod: Pod, containersReady: Draft): Draft {
  if (containersReady.status !== "True") return { ...containersReady, type: "Ready" };
  const missing = (pod.spec.readinessGates ?? []).filter(
    ({ conditionType }) =>
      pod.status?.conditions?.find(({ type }) => type === conditionType)?.status !== "True",
  );
  if (missing.length === 0) return { type: "Ready", status: "True" };
  const message = missing
    .map(
      ({ conditionType }) =>
        `corresponding condition of pod readiness gate "${conditionType}" ${stateOf(pod, conditionType)}.`,
    )
    .join(", ");
  return { type: "Ready", status: "False", reason: "ReadinessGatesNotReady", message };
}

const stateOf = (pod: Pod, type: string) =>
  pod.status?.conditions?.some((condition) => condition.type === type) ? "is not True" : "does not exist";

const names = (containers: readonly Container[]) => `[${containers.map(({ name }) => name).join(" ")}]`;
