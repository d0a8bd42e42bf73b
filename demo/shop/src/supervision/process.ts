import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { nextBackoff } from "./backoff.ts";
import { guardian } from "./guardian.ts";

export interface Program {
  name: string;
  /** The module to run, below the source folder. */
  module: string;
  /** Modules loaded in front of it. */
  preload: readonly string[];
  /** Asked at every start: a restarted process is a new instance. */
  env: () => Record<string, string>;
}

export interface Supervised {
  name: string;
  /** Undefined while it is not running. */
  pid: () => number | undefined;
  restarts: () => number;
  state: () => "running" | "restarting" | "stopped";
  /** SIGTERM, then SIGKILL after a grace; resolves when the process is gone. */
  stop: () => Promise<void>;
}

const graceMs = 12_000;
const sourceFile = (path: string) => new URL(`../${path}`, import.meta.url).href;

/** Keeps a program running until it is stopped; it cannot outlive this process. */
export function supervise(program: Program, onLine: (line: string) => void): Supervised {
  let child: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let restarts = 0;
  let backoffMs = 0;

  function start(): void {
    const startedAt = Date.now();
    const launched = launch(program);
    child = launched;
    if (launched.pid !== undefined) guardian().guard(launched.pid);
    for (const output of [child.stdout!, child.stderr!])
      createInterface({ input: output }).on("line", onLine);
    child.once("exit", (code, signal) => {
      child = undefined;
      if (launched.pid !== undefined) guardian().forget(launched.pid);
      if (stopping) return;
      backoffMs = nextBackoff(backoffMs, Date.now() - startedAt);
      onLine(`${program.name} ended (${signal ?? `exit code ${code}`}); starting again in ${backoffMs} ms`);
      restarts++;
      restart = setTimeout(start, backoffMs);
    });
  }

  start();
  return {
    name: program.name,
    pid: () => child?.pid,
    restarts: () => restarts,
    state() {
      if (child) return "running";
      return stopping ? "stopped" : "restarting";
    },
    async stop() {
      stopping = true;
      clearTimeout(restart);
      if (!child) return;
      const exited = once(child, "exit");
      const { pid } = child;
      child.kill("SIGTERM");
      const impatience = setTimeout(() => pid && process.kill(pid, "SIGKILL"), graceMs);
      await exited;
      clearTimeout(impatience);
    },
  };
}

function launch({ module, preload, env }: Program): ChildProcess {
  const imports = preload.flatMap((path) => ["--import", sourceFile(path)]);
  return spawn(process.execPath, [...imports, fileURLToPath(sourceFile(module))], {
    env: { PATH: process.env.PATH, ...env() },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops everything in order.
    detached: true,
  });
}
