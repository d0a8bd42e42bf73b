import { setTimeout as delay } from "node:timers/promises";
import type { Attachment, Container, Exit, TerminalSize, User } from "./container.ts";
import type { Isolation } from "./chain.ts";
import { closeStreams, type Process, type Started } from "./launch.ts";
import type { Group } from "./limits/group.ts";
import type { LogWriter } from "./logs/log-writer.ts";
import type { Privileges } from "./privileges.ts";
import { Outlet, pump } from "./outlet.ts";
import { killFamily, sendSignal } from "./processes.ts";
import type { Launched } from "./script.ts";
import { resizeTerminal } from "./terminal.ts";

/** Milliseconds that output may still come in after the first process has ended. */
const lastWords = 2000;

export interface RunningParts {
  readonly id: string;
  readonly folder: string;
  readonly isolation: Isolation;
  readonly process: Process;
  readonly started: Exclude<Started, { is: "failed" }>;
  readonly group: Group;
  readonly log: LogWriter;
  readonly user: User | undefined;
  readonly privileges: Privileges;
  readonly program: Launched;
}

/** A container whose first process has been started. */
export class RunningContainer implements Container {
  readonly id: string;
  readonly pid: number;
  readonly startedAt = Date.now();
  readonly exited: Promise<Exit>;
  readonly parts: RunningParts;
  readonly #outlets = { stdout: new Outlet(), stderr: new Outlet() };
  #hasEnded = false;
  #wasKilled = false;
  #exceededMemory = false;

  constructor(parts: RunningParts) {
    this.id = parts.id;
    this.pid = parts.started.pid;
    this.parts = parts;
    this.exited = this.#follow();
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#hasEnded) return;
    this.#wasKilled ||= signal === "SIGKILL";
    if (signal === "SIGKILL" && this.parts.isolation === "none") void killFamily(this.pid);
    else sendSignal(this.pid, signal);
  }

  /** It is ended for its memory: where we watch it ourselves. */
  endForMemory(): void {
    this.#exceededMemory = true;
    this.kill("SIGKILL");
  }

  attach(): Attachment {
    const { stdin, stderr: hasErrors } = this.parts.process;
    const stdout = this.#outlets.stdout.attach();
    const stderr = hasErrors === undefined ? undefined : this.#outlets.stderr.attach();
    if (this.#hasEnded) for (const stream of [stdout, stderr]) stream?.end();
    return {
      ...(stdin !== undefined && { stdin }),
      stdout,
      ...(stderr !== undefined && { stderr }),
      resize: (size: TerminalSize) => void resizeTerminal(this.pid, size),
      close() {
        stdout.destroy();
        stderr?.destroy();
      },
    };
  }

  async #follow(): Promise<Exit> {
    const { process, group, log, started } = this.parts;
    const output = Promise.all([this.#print("stdout"), this.#print("stderr")]);
    const { exitCode, signal } = await process.ended;
    // Nothing of a container outlives its first process.
    if (this.parts.isolation === "none") await killFamily(this.pid);
    this.#hasEnded = true;
    const finishedAt = Date.now();
    await Promise.race([output, delay(lastWords, undefined, { ref: false })]);
    closeStreams(process);
    // It has ended, whatever becomes of a full disk or of a group that someone else has removed.
    await log.close().catch(() => undefined);
    const oomKilled = this.#exceededMemory || (exitCode === 137 && (await this.#ranOutOfMemory()));
    await group.remove().catch(() => undefined);
    return {
      exitCode,
      ...(signal !== undefined && { signal }),
      oomKilled,
      finishedAt,
      ...(started.is === "refused" && { startError: started.startError }),
    };
  }

  async #ranOutOfMemory(): Promise<boolean> {
    return !this.#wasKilled && this.parts.group.outOfMemory().catch(() => false);
  }

  async #print(name: "stdout" | "stderr"): Promise<void> {
    const stream = this.parts.process[name];
    if (stream === undefined) return;
    const outlet = this.#outlets[name];
    await pump(stream, async (chunk) => {
      // A full disk must not stop the program.
      await this.parts.log.write(name, chunk).catch(() => undefined);
      await outlet.write(chunk);
    });
    outlet.end();
  }
}
