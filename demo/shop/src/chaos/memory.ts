import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Truth } from "./fault.ts";
import type { Undo } from "./undo.ts";

/** One line of `truth.jsonl`. A fault writes one when it starts and one when it is over: the last one counts. */
export interface TruthRecord {
  readonly fault: string;
  /** ISO 8601; names the run. */
  readonly startedAt: string;
  /** null while it runs. */
  readonly stoppedAt: string | null;
  /** null while nothing is wrong. */
  readonly expected: Truth | null;
  readonly herrings: readonly { readonly herring: string; readonly service: string }[];
}

/** The fault that runs, and how it is undone. */
export interface Running {
  readonly record: TruthRecord;
  readonly undo: readonly Undo[];
}

/** What the laboratory keeps in its folder: `running.json`, with secrets in it, and `truth.jsonl`. */
export class Memory {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async running(): Promise<Running | undefined> {
    try {
      return JSON.parse(await readFile(this.#runningFile, "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Whole or not at all, whatever happens meanwhile. */
  async keep(running: Running): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const draft = `${this.#runningFile}.draft`;
    await writeFile(draft, JSON.stringify(running, undefined, 2), { mode: 0o600, flush: true });
    await rename(draft, this.#runningFile);
  }

  async forget(): Promise<void> {
    await rm(this.#runningFile, { force: true });
  }

  async tell(record: TruthRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await appendFile(join(this.#folder, "truth.jsonl"), `${JSON.stringify(record)}\n`);
  }

  get #runningFile(): string {
    return join(this.#folder, "running.json");
  }
}
