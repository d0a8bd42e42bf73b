import { execChain } from "./chain.ts";
import type { ExecOptions, Execution } from "./container.ts";
import { RuntimeError } from "./errors.ts";
import { closeStreams, launch, type Process } from "./launch.ts";
import { killFamily, stateOf } from "./processes.ts";
import type { RunningContainer } from "./running.ts";
import { resizeTerminal } from "./terminal.ts";

/** @throws RuntimeError when the container has ended or the command can't be run */
export async function execute(container: RunningContainer, options: ExecOptions): Promise<Execution> {
  const { isolation, group, user, privileges, program, folder } = container.parts;
  const state = await stateOf(container.pid);
  if (container.hasEnded || state === undefined) throw notRunning(container.id);
  const { command, tty = false, stdin = false, size } = options;
  const joined = { isolation, tty, groups: group.folders, privileges, ...(user && { user }) };
  const chain = execChain(joined, state);
  const env = tty ? { TERM: "xterm", ...program.env } : program.env;
  const process = await launch({
    command,
    env,
    workingDir: program.workingDir,
    chain,
    folder,
    stdin,
    tty,
    ...(size && { size }),
    ...(user && { user }),
  });
  const started = await process.started;
  if (started.is === "running") return executionOf(process, started.pid);
  closeStreams(process);
  throw started.is === "failed" ? failed(started.reason) : refused(started.startError);
}

function executionOf({ stdin, stdout, stderr, ended }: Process, pid: number): Execution {
  let hasEnded = false;
  const exited = ended.then(({ exitCode }) => {
    hasEnded = true;
    return { exitCode };
  });
  return {
    ...(stdin && { stdin }),
    stdout,
    ...(stderr && { stderr }),
    resize: (size) => void resizeTerminal(pid, size),
    exited,
    kill: () => void (hasEnded || killFamily(pid)),
  };
}

const notRunning = (id: string) =>
  new RuntimeError("NOT_RUNNING", `container ${id} is not running`, "wait until it has been started again");

const failed = (reason: string) =>
  new RuntimeError(
    "SET_UP_FAILED",
    `the container could not be entered: ${reason}`,
    "see whether it still runs",
  );

const refused = (startError: string) =>
  new RuntimeError("CANNOT_EXECUTE", startError, "name a command that the container has");
