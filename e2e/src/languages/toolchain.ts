import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The folder with what a program needs, or why it can't be had on this machine. */
export type Toolchain = { readonly folder: string } | { readonly missing: string };

export interface Recipe {
  readonly name: string;
  /** Commands that the machine must have. */
  readonly needs: readonly string[];
  /** What else decides what is fetched: another text gets another folder. */
  readonly version: string;
  /** Commands that fill the folder, from the language's own registry. */
  readonly steps: (folder: string) => readonly (readonly [command: string, ...args: string[]])[];
}

const cache = fileURLToPath(new URL("../../../node_modules/.cache/naru-languages", import.meta.url));
const stepWithinMs = 240_000;
const run = promisify(execFile);

/** Fetched once, then found in the cache. */
export async function toolchain({ name, needs, version, steps }: Recipe): Promise<Toolchain> {
  const absent = await firstAbsent(needs);
  if (absent !== undefined) return { missing: `${absent} is not on this machine` };
  const hash = createHash("sha256").update(version).digest("hex").slice(0, 12);
  const folder = join(cache, `${name}-${hash}`);
  const isComplete = join(folder, ".complete");
  if (await stat(isComplete).catch(() => undefined)) return { folder };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    for (const [command, ...args] of steps(folder)) {
      await run(command, args, { cwd: folder, timeout: stepWithinMs, maxBuffer: 64 * 1024 * 1024 });
    }
  } catch (cause) {
    return { missing: `what it needs could not be fetched: ${lastLine(cause)}` };
  }
  await writeFile(isComplete, "");
  return { folder };
}

async function firstAbsent(commands: readonly string[]): Promise<string | undefined> {
  const folders = (process.env["PATH"] ?? "").split(":");
  for (const command of commands) {
    const found = await Promise.all(
      folders.map((folder) => stat(join(folder, command)).catch(() => undefined)),
    );
    if (!found.some((each) => each?.isFile())) return command;
  }
  return undefined;
}

function lastLine(cause: unknown): string {
  const {
    stderr = "",
    stdout = "",
    message = "",
  } = cause as Partial<Record<"stderr" | "stdout" | "message", string>>;
  const lines = `${message}\n${stdout}\n${stderr}`.trim().split("\n");
  return lines.at(-1) ?? "";
}

export const textOf = (path: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`programs/${path}`, import.meta.url)), "utf8");

export const pathOf = (path: string): string => fileURLToPath(new URL(`programs/${path}`, import.meta.url));
