import { type ChildProcess, fork, type StdioOptions } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import type { Message } from "./child.ts";

/** A module that calls `serveParent`, and how it is run. */
export interface Program {
  /** As messages call it: `the embedded Kubernetes`. */
  readonly name: string;
  readonly file: string;
  /** Sent by the channel, not as arguments: others on the machine can read those, and options may hold secrets. */
  readonly options: unknown;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Node.js, and what it is told, unless said otherwise. */
  readonly execPath?: string;
  readonly execArgv?: readonly string[];
  /** How long it may take to stop. */
  readonly stopWithinMs: number;
  /** Told of every end that nobody asked for, with the last words. */
  readonly onEnd?: ((why: string) => void) | undefined;
  /** Told what it says meanwhile. */
  readonly onLog?: ((line: string) => void) | undefined;
}

export interface ProcessState {
  readonly isReady: boolean;
  /** How often it has ended without being asked to. */
  readonly restarts: number;
  /** Why it is not ready; "" when it is. */
  readonly message: string;
}

export interface Supervised<Told> {
  /** What it said of itself when it was ready for the first time. */
  readonly told: Told;
  readonly state: () => ProcessState;
  /** Its process id while it runs. */
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

/** A small young generation: these processes allocate little at a time, and it is kept once it has grown. */
export const usualArguments: readonly string[] = [
  "--disable-warning=ExperimentalWarning",
  "--max-semi-space-size=8",
];
const firstDelayMs = 100;
const longestDelayMs = 2_000;
/** Who ran for so long is started again at once. */
const healthyMs = 10_000;
/** How long folder and port may still be held by the process of a parent that was killed. */
const heldForMs = 8_000;
const heldAgainMs = 300;

/** Runs a program in a process of its own, and again whenever it ends.
 *  @throws Error as the program told it, with `code` and `port` where it has them, when the first start fails */
export async function supervise<Told>(program: Program): Promise<Supervised<Told>> {
  const deadline = performance.now() + heldForMs;
  for (;;) {
    const process = new Process<Told>(program);
    try {
      const told = await process.launch();
      return { told, state: () => process.state, pid: () => process.pid, stop: () => process.stop() };
    } catch (error) {
      // The process of a parent that was killed is about to end.
      if (!/in use|EADDRINUSE/.test(String(error)) || performance.now() > deadline) throw error;
      await pause(heldAgainMs);
    }
  }
}

function spawned({
  file,
  env,
  execPath = process.execPath,
  execArgv = usualArguments,
}: Program): ChildProcess {
  const stdio: StdioOptions = ["ignore", "ignore", "pipe", "ipc"];
  return fork(file, [], { stdio, env: { ...process.env, ...env }, execPath, execArgv: [...execArgv] });
}

class Process<Told> {
  readonly #program: Program;
  #child: ChildProcess | undefined;
  #isStopping = false;
  state: ProcessState = { isReady: false, restarts: 0, message: "starting" };

  constructor(program: Program) {
    this.#program = program;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  launch(): Promise<Told> {
    const { name, options, onEnd, onLog } = this.#program;
    const { promise, resolve, reject } = Promise.withResolvers<Told>();
    const startedAt = performance.now();
    const child = spawned(this.#program);
    this.#child = child;
    child.send(options as object);
    let lastWords = "";
    let failed: Error | undefined;
    child.stderr?.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2000);
    });
    child.on("message", (message: Message<Told>) => {
      if (message.log !== undefined) return onLog?.(message.log);
      if (message.failure)
        return void (failed = Object.assign(new Error(message.failure.message), message.failure));
      this.state = { ...this.state, isReady: true, message: "" };
      resolve(message.told as Told);
    });
    child.once("exit", (code, signal) => {
      if (this.#isStopping) return;
      const why = failed?.message ?? lastWords.match(/^\w*Error: .*$/m)?.[0] ?? "";
      const message = `${name} ended (${signal ?? `code ${code}`}) ${why}`.trim();
      const isFirst = !this.state.isReady && this.state.restarts === 0;
      this.state = { isReady: false, restarts: this.state.restarts + 1, message };
      if (isFirst) return reject(failed ?? new Error(message));
      onEnd?.(`${message}\n${lastWords}`);
      this.#relaunch(performance.now() - startedAt);
    });
    return promise;
  }

  #relaunch(ranMs: number): void {
    const delay = ranMs > healthyMs ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** this.state.restarts);
    setTimeout(() => !this.#isStopping && void this.launch().catch(() => undefined), delay);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), this.#program.stopWithinMs);
    await ended;
    clearTimeout(late);
  }
}
