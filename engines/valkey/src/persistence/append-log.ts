import { type FileHandle, open } from "node:fs/promises";
import { Writer } from "../resp/writer.ts";
import type { SyncPolicy } from "../server/settings.ts";

export interface LogEvents {
  /** More is safe than before. */
  progress(): void;
  failed(error: Error): void;
  /** A sync failed: what the system forgot then can only be had by writing everything anew. */
  damaged(): void;
  recovered(): void;
}

interface Rotation {
  readonly path: string;
  /** Makes the new file part of the data, before anything is written to it. */
  prepare(): Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

/** Bytes that may wait to be written before answers have to wait too. */
const backlog = 64 * 1024 * 1024;
const retryMs = 500;
const syncEveryMs = 1000;

/** A file of commands that only grows. Commands that come while the disk is busy are written and synced together. */
export class AppendLog {
  /** Bytes that were appended, since this process began; then those that were written, and synced. */
  sequence = 0;
  /** Bytes of the current file. */
  size: number;
  failing: string | undefined;
  readonly #policy: () => SyncPolicy;
  readonly #events: LogEvents;
  readonly #writer = new Writer();
  readonly #syncing: NodeJS.Timeout;
  #file: FileHandle;
  #written = 0;
  #synced = 0;
  #queue: (Buffer | Rotation)[] = [];
  #db: number | undefined;
  #pumping: Promise<void> | undefined;
  #scheduled = false;
  #damaged = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(file: FileHandle, size: number, policy: () => SyncPolicy, events: LogEvents) {
    this.#file = file;
    this.size = size;
    this.#policy = policy;
    this.#events = events;
    this.#syncing = setInterval(() => void this.#syncEverySecond(), syncEveryMs).unref();
  }

  get waiting(): number {
    return this.sequence - this.#written;
  }

  /** How far answers may go: with `always` what is on the disk, otherwise what is not too far from it. */
  get safeSequence(): number {
    return this.#policy() === "always" ? this.#synced : this.#written + backlog;
  }

  /** @param db  undefined where it does not matter */
  append(db: number | undefined, args: readonly string[]): void {
    const before = this.#writer.length;
    if (db !== undefined && db !== this.#db) {
      this.#writer.command(["SELECT", String(db)]);
      this.#db = db;
    }
    this.#writer.command(args);
    this.sequence += this.#writer.length - before;
    this.#schedule();
  }

  /** What is appended from now on goes to another file. */
  rotate(path: string, prepare: () => Promise<void>): Promise<void> {
    this.#enqueue();
    this.#db = undefined;
    return new Promise((resolve, reject) => {
      this.#queue.push({ path, prepare, resolve, reject });
      this.#schedule();
    });
  }

  /** The data was written anew: what could not be trusted does not matter any more. */
  replaced(): void {
    this.#damaged = false;
    this.#schedule();
  }

  /** Writes and syncs what there is.
   *  @throws Error when the disk refuses */
  async close(): Promise<void> {
    clearInterval(this.#syncing);
    clearTimeout(this.#retry);
    await this.#pumping;
    await this.#pump();
    clearTimeout(this.#retry);
    try {
      if (this.failing === undefined) await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
    if (this.failing !== undefined)
      throw new Error(`The append-only file could not be written: ${this.failing}`);
  }

  #enqueue(): void {
    if (this.#writer.length > 0) this.#queue.push(this.#writer.take());
  }

  #schedule(): void {
    if (this.#scheduled || this.#pumping || this.#retry) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#pump();
    });
  }

  #pump(): Promise<void> {
    this.#pumping ??= this.#drain().finally(() => {
      this.#pumping = undefined;
      if (this.#writer.length > 0 || this.#queue.length > 0) this.#schedule();
    });
    return this.#pumping;
  }

  async #drain(): Promise<void> {
    try {
      for (this.#enqueue(); this.#queue.length > 0; this.#enqueue()) {
        const first = this.#queue[0]!;
        if (Buffer.isBuffer(first)) await this.#write(first);
        else await this.#turn(first);
      }
      if (this.#damaged) return;
      if (this.#policy() === "always" && this.#synced < this.#written) await this.#sync();
      if (this.failing !== undefined) this.#recover();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** Writes the first of the queue. What could be written before an error is not written again. */
  async #write(bytes: Buffer): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const { bytesWritten } = await this.#file.write(rest, 0, rest.length);
      rest = rest.subarray(bytesWritten);
      this.#queue[0] = rest;
      this.#written += bytesWritten;
      this.size += bytesWritten;
    }
    this.#queue.shift();
    if (this.#policy() === "always") await this.#sync();
    this.#events.progress();
  }

  async #sync(): Promise<void> {
    const upTo = this.#written;
    try {
      await this.#file.datasync();
    } catch (error) {
      this.#damaged = true;
      throw error;
    }
    if (!this.#damaged) this.#synced = Math.max(this.#synced, upTo);
  }

  async #syncEverySecond(): Promise<void> {
    if (this.#policy() !== "everysec" || this.#synced >= this.#written || this.#damaged) return;
    try {
      await this.#sync();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBADF") this.#fail(error as Error);
    }
  }

  async #turn(rotation: Rotation): Promise<void> {
    this.#queue.shift();
    let file: FileHandle | undefined;
    try {
      if (!this.#damaged) await this.#sync();
      file = await open(rotation.path, "a", 0o600);
      await rotation.prepare();
    } catch (error) {
      await file?.close();
      rotation.reject(error as Error);
      return;
    }
    const old = this.#file;
    this.#file = file;
    this.size = 0;
    await old.close();
    rotation.resolve();
  }

  #fail(error: Error): void {
    const first = this.failing === undefined;
    this.failing = error.message;
    if (first) this.#events.failed(error);
    if (this.#damaged) this.#events.damaged();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      if (this.#damaged) this.#events.damaged();
      void this.#pump();
    }, retryMs).unref();
  }

  #recover(): void {
    this.failing = undefined;
    this.#events.recovered();
    this.#events.progress();
  }
}
