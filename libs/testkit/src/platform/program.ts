import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const platform = fileURLToPath(new URL("../../../../platform/bin/naru-platform", import.meta.url));
const stopWithinMs = 15_000;

/** The platform's process, which leads a process group: its engine can be killed together with it. It stops in order when
 *  the process that started it is gone. */
export class Program {
  readonly #settings: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  output = "";

  constructor(settings: Readonly<Record<string, string>>) {
    this.#settings = settings;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get hasEnded(): boolean {
    return !this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  start(): void {
    this.output = "";
    const child = spawn(platform, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...inherited(), ...this.#settings },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-20_000);
      });
    }
    this.#child = child;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded) process.kill(this.pid, signal);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.#child as ChildProcess, "exit");
    process.kill(-this.pid, signal);
    await ended;
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.#child as ChildProcess, "exit");
    this.signal("SIGTERM");
    const late = setTimeout(() => void this.kill("SIGKILL"), stopWithinMs);
    await ended;
    clearTimeout(late);
  }
}

/** The tests' own environment without settings of Naru, which belong to whoever runs the tests. */
const inherited = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("NARU_")));

/** Process id of the child whose command line names `program`. Source: proc_pid_children(5) */
export async function childRunning(pid: number, program: string): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  for (const child of children.split(" ").filter(Boolean)) {
    const commandLine = await readFile(`/proc/${child}/cmdline`, "utf8").catch(() => "");
    if (commandLine.includes(program)) return Number(child);
  }
  return undefined;
}
