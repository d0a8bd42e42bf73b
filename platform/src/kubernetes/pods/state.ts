import type { Pod } from "../resources.ts";
import type { ContainerRow, PodRow } from "./api.ts";

type State = Pick<PodRow, "status" | "health" | "message">;

const waitsNormally = new Set(["ContainerCreating", "PodInitializing", ""]);

/** How a pod is doing in the word that `kubectl get pods` prints, and whether that is good.
 *  @param containers those of the pod, init containers first */
export function podState(pod: Pod, containers: readonly ContainerRow[]): State {
  const { phase = "Pending", reason = "", message = "", conditions = [] } = pod.status ?? {};
  if (pod.metadata.deletionTimestamp !== undefined)
    return { status: "Terminating", health: "waiting", message };
  if (phase === "Succeeded") return { status: "Completed", health: "done", message };
  if (phase === "Failed") return { status: reason || endOf(containers) || "Error", health: "bad", message };
  const trouble = containers.find((each) => isTrouble(each));
  if (trouble) return { status: wordOf(trouble), health: "bad", message: trouble.message };
  const unplaced = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unplaced) {
    return { status: unplaced.reason ?? "Pending", health: "bad", message: unplaced.message ?? "" };
  }
  const waiting = containers.find(({ state }) => state === "waiting");
  if (waiting) return { status: wordOf(waiting), health: "waiting", message: waiting.message };
  const isReady = conditions.some(({ type, status }) => type === "Ready" && status === "True");
  return { status: phase, health: isReady ? "good" : "waiting", message };
}

/** A container that waits for other than its start, or that ended with an error and was not started again. */
function isTrouble({ state, reason, isInit, lastEnd }: ContainerRow): boolean {
  if (state === "waiting") return !waitsNormally.has(reason);
  return state === "terminated" && reason !== "Completed" && !(isInit && lastEnd?.exitCode === 0);
}

const wordOf = ({ isInit, reason, state }: ContainerRow) =>
  `${isInit ? "Init:" : ""}${reason || (state === "terminated" ? "Error" : "ContainerCreating")}`;

const endOf = (containers: readonly ContainerRow[]) =>
  containers.find(({ state, reason }) => state === "terminated" && reason !== "Completed")?.reason ?? "";
