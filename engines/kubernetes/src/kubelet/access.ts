import { stat } from "node:fs/promises";
import type { LogRequest, PodAccess, Session, StreamRequest } from "../api/pods/access.ts";
import type { KubeObject } from "../object.ts";
import { type Attachment, readLog, type Runtime } from "../runtime/index.ts";
import { ApiError } from "../status.ts";
import type { Slot } from "./slot.ts";
import type { PodWorker } from "./worker.ts";

/** What the API needs to find a pod where it runs. */
export interface Nodes {
  readonly runtime: Runtime;
  /** @throws ApiError when the pod's node is none of this machine, or is away */
  worker(pod: KubeObject): PodWorker;
}

export function podAccess(nodes: Nodes): PodAccess {
  return {
    log: (pod, request) => logOf(nodes.worker(pod), request),
    exec: (pod, request) => exec(nodes, nodes.worker(pod), request),
    attach: (pod, request) => attach(nodes.worker(pod), request),
  };
}

async function* logOf(worker: PodWorker, request: LogRequest): AsyncIterable<Buffer> {
  const slot = slotOf(worker, request.container);
  const attempt = request.previous ? slot.attempt - 1 : slot.attempt;
  const path = worker.home.logOf(request.container, attempt);
  const isThere = await stat(path).catch(() => undefined);
  if (!isThere) throw notThere(worker, slot, request.previous);
  const { since, tailLines, limitBytes, follow, timestamps, signal } = request;
  const ended =
    slot.run && !request.previous ? slot.run.process.exited.then(() => undefined) : Promise.resolve();
  yield* readLog(path, {
    follow,
    timestamps,
    signal,
    ended,
    ...(since !== undefined && { sinceTime: since }),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
  });
}

function notThere({ pod }: PodWorker, slot: Slot, isPrevious: boolean): ApiError {
  const { name } = slot.container;
  if (isPrevious) {
    return new ApiError(
      "BadRequest",
      `previous terminated container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)} not found`,
    );
  }
  const why = slot.status().state.waiting?.reason ?? "ContainerCreating";
  const message = `container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)} is waiting to start: ${why}`;
  return new ApiError("BadRequest", message);
}

async function exec({ runtime }: Nodes, worker: PodWorker, request: StreamRequest): Promise<Session> {
  if (request.command.length === 0)
    throw new ApiError("BadRequest", "you must specify at least 1 command for the container");
  const run = running(worker, request.container);
  const { command, stdin, tty } = request;
  const execution = await runtime.exec(run.process, { command, stdin, tty });
  const { stdout, stderr } = execution;
  return {
    ...(execution.stdin && { stdin: execution.stdin }),
    stdout,
    ...(stderr && { stderr }),
    resize: (size) => execution.resize(size),
    ended: execution.exited,
    close: () => execution.kill(),
  };
}

async function attach(worker: PodWorker, { container, stdin }: StreamRequest): Promise<Session> {
  const run = running(worker, container);
  const attachment: Attachment = run.process.attach();
  return {
    ...(stdin && attachment.stdin && { stdin: attachment.stdin }),
    stdout: attachment.stdout,
    ...(attachment.stderr && { stderr: attachment.stderr }),
    resize: (size) => attachment.resize(size),
    ended: run.process.exited.then(() => undefined),
    close: () => attachment.close(),
  };
}

function running(worker: PodWorker, container: string) {
  const { run } = slotOf(worker, container);
  if (run) return run;
  throw new ApiError(
    "InternalError",
    `container ${container} of pod ${worker.pod.metadata.name} does not run`,
  );
}

function slotOf(worker: PodWorker, container: string): Slot {
  const slot = worker.slot(container);
  if (slot) return slot;
  throw new ApiError("BadRequest", `container ${container} is not valid for pod ${worker.pod.metadata.name}`);
}
