import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { LogLimits } from "../container.ts";
import { LineFormat, nanoseconds, type Stream, timestamp } from "./cri.ts";

const defaultLimits: LogLimits = { bytes: 10 * 1024 * 1024, files: 5 };

/** Writes a container's log. A file that is full becomes `.1`, the one before it `.2` … */
export class LogWriter {
  readonly #path: string;
  readonly #limits: LogLimits;
  readonly #formats = { stdout: new LineFormat("stdout"), stderr: new LineFormat("stderr") };
  #file: FileHandle;
  #size: number;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, limits: LogLimits, file: FileHandle, size: number) {
    this.#path = path;
    this.#limits = limits;
    this.#file = file;
    this.#size = size;
  }

  static async open(path: string, limits: LogLimits = defaultLimits): Promise<LogWriter> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a", 0o640);
    return new LogWriter(path, limits, file, (await file.stat()).size);
  }

  /** Resolves when it is in the file: who waits for it before reading on never has more than a chunk in memory. */
  write(stream: Stream, chunk: Buffer): Promise<void> {
    return this.#append(this.#formats[stream].take(chunk, timestamp(nanoseconds())));
  }

  async close(): Promise<void> {
    const time = timestamp(nanoseconds());
    await this.#append(Buffer.concat([this.#formats.stdout.end(time), this.#formats.stderr.end(time)]));
    await this.#file.close();
  }

  #append(text: Buffer): Promise<void> {
    const written = this.#writing.then(() => this.#put(text));
    // The one that waits for it sees its failure; the next write is tried all the same.
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #put(text: Buffer): Promise<void> {
    if (text.length === 0) return;
    if (this.#size > 0 && this.#size + text.length > this.#limits.bytes) await this.#rotate();
    await this.#file.appendFile(text);
    this.#size += text.length;
  }

  async #rotate(): Promise<void> {
    // The oldest goes first, so that no name is ever taken.
    for (let number = this.#limits.files - 1; number > 0; number--) {
      await renameIfThere(numbered(this.#path, number - 1), numbered(this.#path, number));
    }
    const full = this.#file;
    this.#file = await open(this.#path, this.#limits.files > 1 ? "a" : "w", 0o640);
    this.#size = 0;
    await full.close();
  }
}

/** 0 is the file that is written. */
export const numbered = (path: string, number: number) => (number === 0 ? path : `${path}.${number}`);

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
