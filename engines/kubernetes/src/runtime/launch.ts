import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { onTerminal } from "./chain.ts";
import type { TerminalSize, User } from "./container.ts";
import { openPipes } from "./pipes.ts";
import { defaultPath } from "./program.ts";
import { type Launched, launchScript, startErrorOf } from "./script.ts";

export interface Launch extends Launched {
  /** Commands that end by taking the launch script. */
  readonly chain: readonly string[];
  /** A folder for what is needed meanwhile. */
  readonly folder: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly size?: TerminalSize;
  readonly user?: User;
}

export interface Process {
  readonly stdin?: Writable;
  readonly stdout: Readable;
  /** None with a terminal. */
  readonly stderr?: Readable;
  /** How the chain ended; what it printed may not all have been read yet. */
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: NodeJS.Signals }>;
  /** Resolves when the program runs, or with why it doesn't. */
  readonly started: Promise<Started>;
}

export type Started =
  | { readonly is: "running"; readonly pid: number }
  | { readonly is: "refused"; readonly pid: number; readonly startError: string }
  | { readonly is: "failed"; readonly reason: string };

/** Starts a chain of commands and hands the launch script to the last of them. */
export async function launch(asked: Launch): Promise<Process> {
  return asked.tty ? launchOnTerminal(asked) : launchOnPipes(asked);
}

async function launchOnPipes(asked: Launch): Promise<Process> {
  const { given, ...ours } = await openPipes(asked.folder, asked);
  try {
    const child = run(asked.chain, given.stdio);
    return { ...ours, ...follow(child, asked) };
  } finally {
    await given.close();
  }
}

function launchOnTerminal(asked: Launch): Process {
  const child = run(onTerminal(asked.chain, asked.size), ["pipe", "pipe", "ignore"]);
  if (child.stdin === null || child.stdout === null) throw new Error("a piped process has no pipes");
  // It may end before it has read all.
  child.stdin.on("error", () => undefined);
  return { ...(asked.stdin && { stdin: child.stdin }), stdout: child.stdout, ...follow(child, asked) };
}

function run([command = "", ...args]: readonly string[], stdio: readonly ("ignore" | "pipe" | number)[]) {
  return spawn(command, args, {
    detached: true,
    env: { PATH: defaultPath, SHELL: "/bin/sh" },
    stdio: [...stdio, "pipe", "pipe"],
  });
}

function follow(child: ChildProcess, asked: Launch): Pick<Process, "ended" | "started"> {
  const launchText = child.stdio[4] as Writable;
  // It may end before it has taken the script: what it reports says why.
  launchText.on("error", () => undefined);
  launchText.end(launchScript(asked), () => launchText.destroy());
  return { ended: endOf(child), started: readReports(child.stdio[3] as Readable, asked.command[0] ?? "") };
}

function endOf(child: ChildProcess): Process["ended"] {
  const { promise, resolve } = Promise.withResolvers<Awaited<Process["ended"]>>();
  child.on("exit", (code, signal) => {
    if (signal === null) resolve({ exitCode: code ?? 0 });
    else resolve({ exitCode: 128 + (constants.signals[signal] ?? 0), signal });
  });
  // The first command of the chain is missing.
  child.on("error", () => resolve({ exitCode: 127 }));
  return promise;
}

/** Lets go of what it reads and writes. */
export function closeStreams({ stdin, stdout, stderr }: Process): void {
  stdin?.destroy();
  stdout.destroy();
  stderr?.destroy();
}

async function readReports(reports: Readable, name: string): Promise<Started> {
  let pid = 0;
  const rest: string[] = [];
  reports.on("error", () => undefined);
  for await (const line of createInterface({ input: reports })) {
    if (line.startsWith("pid ")) pid = Number(line.slice("pid ".length));
    else if (line !== "running") rest.push(line);
    else {
      reports.destroy();
      return { is: "running", pid };
    }
  }
  const startError = startErrorOf(rest[0] ?? "", name);
  if (startError !== undefined) return { is: "refused", pid, startError };
  return {
    is: "failed",
    reason: rest.join(" ").replace(/^failed /, "") || "it ended before its program ran",
  };
}
