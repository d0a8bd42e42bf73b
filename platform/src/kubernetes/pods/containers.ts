import { type Container, type ContainerStatus, type Ended, type Pod, timeOf } from "../resources.ts";
import { amountsOf } from "../quantity.ts";
import type { Amounts } from "../shapes/api.ts";
import type { ContainerRow } from "./api.ts";

/** A pod's containers, init containers first.
 *  @param usage by the container's name */
export function containersOf(pod: Pod, usage: ReadonlyMap<string, Amounts>): ContainerRow[] {
  const { containers, initContainers = [] } = pod.spec;
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const row = (isInit: boolean) => (container: Container) =>
    rowOf(
      container,
      statuses.find(({ name }) => name === container.name),
      isInit,
      usage.get(container.name) ?? null,
    );
  return [...initContainers.map(row(true)), ...containers.map(row(false))];
}

function rowOf(
  { name, image = "", resources }: Container,
  status: ContainerStatus | undefined,
  isInit: boolean,
  usage: Amounts | null,
): ContainerRow {
  const { waiting, running, terminated } = status?.state ?? {};
  const last = status?.lastState?.terminated;
  return {
    name,
    image,
    isInit,
    state: terminated ? "terminated" : running ? "running" : "waiting",
    reason: waiting?.reason ?? terminated?.reason ?? "",
    message: waiting?.message ?? terminated?.message ?? "",
    ready: status?.ready ?? false,
    startedAt: timeOf(running?.startedAt ?? terminated?.startedAt),
    restarts: status?.restartCount ?? 0,
    lastEnd: last ? endOf(last) : null,
    requests: amountsOf(resources?.requests),
    limits: amountsOf(resources?.limits),
    usage,
  };
}

const endOf = ({ reason = "", message = "", exitCode, finishedAt }: Ended) => ({
  reason,
  message,
  exitCode,
  at: timeOf(finishedAt),
});
