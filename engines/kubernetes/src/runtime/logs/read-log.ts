import { watch } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { LineOutput, type LineOptions } from "./line-output.ts";
import { openFiles, openSuccessor } from "./log-files.ts";
import { type Position, tailOf } from "./tail.ts";

export interface LogOptions extends LineOptions {
  readonly follow?: boolean;
  readonly tailLines?: number;
  readonly signal?: AbortSignal;
  /** Following ends when the container has and all was read. */
  readonly ended?: Promise<void>;
}

/** What a container printed, through rotated files too, the oldest first: in pieces that hold one or more lines. */
export async function* readLog(path: string, options: LogOptions = {}): AsyncGenerator<Buffer> {
  const output = new LineOutput(options);
  for await (const lines of storedLines(path, options)) {
    const text = output.take(lines);
    if (text.length > 0) yield text;
    if (output.isFull) return;
  }
}

const newline = 0x0a;
const step = 64 * 1024;

/** Whole lines as they are stored, in CRI's format: in pieces of one or more. */
export async function* storedLines(
  path: string,
  options: Omit<LogOptions, keyof LineOptions>,
): AsyncGenerator<Buffer> {
  const { tailLines } = options;
  const changes = options.follow ? new Changes(path, options) : undefined;
  const files = await filesOf(path, changes);
  try {
    const start = tailLines === undefined ? { index: 0, offset: 0 } : await tailOf(files, tailLines);
    yield* linesFrom(path, files, start, changes);
  } finally {
    changes?.close();
    await Promise.all(files.map((file) => file.close()));
  }
}

/** Following begins before the first line: the file may still have to come. */
async function filesOf(path: string, changes: Changes | undefined): Promise<FileHandle[]> {
  for (;;) {
    const isLast = changes?.isOver ?? true;
    const files = await openFiles(path);
    if (files.length > 0 || isLast) return files;
    await changes?.next();
  }
}

/** @param files  grows by those that are begun meanwhile */
async function* linesFrom(
  path: string,
  files: FileHandle[],
  { index, offset }: Position,
  changes: Changes | undefined,
): AsyncGenerator<Buffer> {
  let at = offset;
  for (let current = files[index]; current !== undefined;) {
    if (changes?.isAborted === true) return;
    const isLast = changes?.isOver ?? true;
    at = yield* linesOf(current, at);
    let next = files[files.indexOf(current) + 1];
    if (next === undefined && changes !== undefined) {
      next = await openSuccessor(path, current);
      if (next !== undefined) {
        files.push(next);
        // It was written to the end before the next was begun.
        at = yield* linesOf(current, at);
      }
    }
    if (next !== undefined) [current, at] = [next, 0];
    else if (isLast) return;
    else await changes?.next();
  }
}

/** @returns where the first line begins that is not there as a whole yet */
async function* linesOf(file: FileHandle, start: number): AsyncGenerator<Buffer, number> {
  let at = start;
  for (let length = step; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(newline) + 1;
    if (end > 0) yield buffer.subarray(0, end);
    else if (bytesRead < length) return at;
    // A line longer than what was read: by no writer of ours.
    else length *= 2;
    at += end;
  }
}

/** Milliseconds after which a look is due even if nothing was reported. */
const longestWait = 1000;

/** Tells when a followed log may have grown. */
class Changes {
  readonly #signal: AbortSignal | undefined;
  readonly #watcher: AbortController = new AbortController();
  #hasEnded = false;
  #hasChanged = false;
  #wake: () => void = () => undefined;

  constructor(path: string, { signal, ended }: LogOptions) {
    this.#signal = signal;
    signal?.addEventListener("abort", this.#changed, { once: true });
    void ended?.finally(() => {
      this.#hasEnded = true;
      this.#changed();
    });
    try {
      const { signal } = this.#watcher;
      // Without a watch, as where the system has no more of them, each look waits its time.
      watch(dirname(path), { signal, persistent: false }, this.#changed).on("error", () => undefined);
    } catch {}
  }

  get isAborted(): boolean {
    return this.#signal?.aborted === true;
  }

  /** Whether nothing will come any more. */
  get isOver(): boolean {
    return this.#hasEnded || this.isAborted;
  }

  /** Resolves at the next change, at once when there was one since the last call. */
  async next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    if (this.#hasChanged) resolve();
    const timer = setTimeout(resolve, longestWait);
    await promise;
    clearTimeout(timer);
    this.#hasChanged = false;
  }

  close(): void {
    this.#watcher.abort();
    this.#signal?.removeEventListener("abort", this.#changed);
  }

  readonly #changed = (): void => {
    this.#hasChanged = true;
    this.#wake();
  };
}
