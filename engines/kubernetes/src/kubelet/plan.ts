import { type Container, isSidecar, type RestartPolicy } from "./pod.ts";

/** A container as far as it decides what its pod does next. */
export interface ContainerFacts {
  readonly name: string;
  readonly kind: "init" | "sidecar" | "main" | "ephemeral";
  readonly state: "new" | "busy" | "running" | "ended";
  /** Of the last end. */
  readonly exitCode?: number;
  /** Through its startup probe, if it has one. */
  readonly isStarted: boolean;
  /** Milliseconds before it may be started again. */
  readonly backOffMs: number;
}

export const initKindOf = (container: Container): ContainerFacts["kind"] =>
  isSidecar(container) ? "sidecar" : "init";

export interface Plan {
  readonly start: readonly string[];
  /** Waits for its back-off. */
  readonly hold: readonly string[];
  /** Every container has ended for good: sidecars may go. */
  readonly isOver: boolean;
  /** All init containers are through, now or earlier. */
  readonly isInitialized: boolean;
  /** Milliseconds until something that is held may start. */
  readonly againMs: number | undefined;
}

/** Which containers of a pod are to be started now.
 *  Source: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/ and sidecar-containers/ */
export function planOf(
  containers: readonly ContainerFacts[],
  policy: RestartPolicy,
  wasInitialized: boolean,
): Plan {
  const due: ContainerFacts[] = [];
  const isInitialized = initialize(containers, policy, wasInitialized, due);
  const main = containers.filter(({ kind }) => kind === "main");
  // Those that somebody adds to look into it run once, whatever the others do.
  due.push(...containers.filter(({ kind, state }) => kind === "ephemeral" && state === "new"));
  const isLost =
    !isInitialized &&
    containers.some((one) => one.kind === "init" && isFinal(one, policy) && one.exitCode !== 0);
  const isOver = isLost || (isInitialized && main.every((one) => isFinal(one, policy)));
  if (isOver) return { start: [], hold: [], isOver, isInitialized, againMs: undefined };
  if (isInitialized) due.push(...main.filter((one) => isDue(one, policy)));
  const held = due.filter(({ backOffMs }) => backOffMs > 0);
  return {
    start: due.filter(({ backOffMs }) => backOffMs === 0).map(({ name }) => name),
    hold: held.map(({ name }) => name),
    isOver,
    isInitialized,
    againMs: held.length > 0 ? Math.min(...held.map(({ backOffMs }) => backOffMs)) : undefined,
  };
}

/** Goes through the init containers in their order, as far as it may.
 *  @param due  gets those that are to be started */
function initialize(
  containers: readonly ContainerFacts[],
  policy: RestartPolicy,
  wasInitialized: boolean,
  due: ContainerFacts[],
): boolean {
  for (const one of containers.filter(({ kind }) => kind === "init" || kind === "sidecar")) {
    if (one.kind === "sidecar") {
      if (one.state === "new" || one.state === "ended") due.push(one);
      if (!wasInitialized && !(one.state === "running" && one.isStarted)) return false;
    } else if (!wasInitialized && !(one.state === "ended" && one.exitCode === 0)) {
      if (one.state === "new" || (one.state === "ended" && policy !== "Never")) due.push(one);
      return false;
    }
  }
  return true;
}

function isDue(one: ContainerFacts, policy: RestartPolicy): boolean {
  return one.state === "new" || (one.state === "ended" && !isFinal(one, policy));
}

/** It has ended and stays so. */
function isFinal({ state, exitCode }: ContainerFacts, policy: RestartPolicy): boolean {
  if (state !== "ended" || policy === "Always") return false;
  return policy === "Never" || exitCode === 0;
}
