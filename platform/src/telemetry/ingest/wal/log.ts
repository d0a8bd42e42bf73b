import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { headerLength, recordHeader } from "./record.ts";

export interface LogOptions {
  readonly folder: string;
  /** A segment is closed when it has this many bytes, or this age with anything in it. */
  readonly segmentBytes: number;
  readonly segmentAgeMs: number;
  /** Told of each closed segment, oldest first; those found at the start too. */
  readonly onSegment: (segment: Segment) => void;
}

export interface Segment {
  /** The file's name begins with the id and ends with random digits: unique even when the clock was set back. */
  readonly path: string;
  /** Ascending: milliseconds at which it was opened, moved up where two would be equal. */
  readonly id: number;
  readonly bytes: number;
}

interface Waiting {
  readonly body: Uint8Array;
  readonly receivedMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** An append-only log on disk. Bodies that arrive while the disk is busy are written and synced together, and
 *  each is acknowledged only then. */
export class WriteAheadLog {
  readonly #options: LogOptions;
  #waiting: Waiting[] = [];
  #file: FileHandle | undefined;
  #current: { path: string; id: number; bytes: number; isOld: boolean } | undefined;
  #lastId = 0;
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: LogOptions) {
    this.#options = options;
  }

  /** Opens the folder and hands over what an earlier run has left in it. */
  static async open(options: LogOptions): Promise<WriteAheadLog> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const log = new WriteAheadLog(options);
    const names = (await readdir(options.folder)).filter((name) => segmentName.test(name)).toSorted();
    for (const name of names) {
      const path = join(options.folder, name);
      const id = Number(name.slice(0, 15));
      log.#lastId = id;
      options.onSegment({ path, id, bytes: (await stat(path)).size });
    }
    return log;
  }

  /** Resolves when the body is safe on disk.
   *  @throws NodeJS.ErrnoException ENOSPC and its like; the body is then not in the log */
  append(body: Uint8Array, receivedMs: number): Promise<void> {
    if (this.#closed) return Promise.reject(new Error("the log is closed"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, receivedMs, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for what was appended, and closes the current segment. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flushing;
    await this.#seal();
  }

  async #flush(): Promise<void> {
    // What arrives in this turn of the event loop belongs to the same group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#writeGroup(group);
        for (const one of group) one.resolve();
      } catch (error) {
        await this.#abandonTail();
        for (const one of group) one.reject(error);
      }
    }
    // At once: whoever appends as soon as its own append has resolved must find that nothing is being flushed.
    this.#flushing = undefined;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const file = await this.#openSegment();
    const parts = group.flatMap(({ body, receivedMs }) => [recordHeader(body, receivedMs), body]);
    const total = group.reduce((sum, { body }) => sum + body.length + headerLength, 0);
    const { bytesWritten } = await file.writev(parts);
    if (bytesWritten !== total)
      throw Object.assign(new Error("the disk took only a part"), { code: "ENOSPC" });
    await file.datasync();
    const current = this.#current;
    if (!current) return;
    current.bytes += total;
    if (current.bytes >= this.#options.segmentBytes || current.isOld) await this.#seal();
  }

  async #openSegment(): Promise<FileHandle> {
    if (this.#file) return this.#file;
    const id = Math.max(Date.now(), this.#lastId + 1);
    const name = `${String(id).padStart(15, "0")}-${randomBytes(4).toString("hex")}.wal`;
    const path = join(this.#options.folder, name);
    this.#file = await open(path, "wx", 0o600);
    this.#lastId = id;
    this.#current = { path, id, bytes: 0, isOld: false };
    await syncFolder(this.#options.folder);
    this.#timer = setTimeout(() => this.#age(), this.#options.segmentAgeMs);
    return this.#file;
  }

  /** Now, or after the group that is being written: a log that is never idle closes its segments too. */
  #age(): void {
    if (this.#current) this.#current.isOld = true;
    if (!this.#flushing) void this.#seal();
  }

  async #seal(): Promise<void> {
    clearTimeout(this.#timer);
    const file = this.#file;
    const current = this.#current;
    this.#file = undefined;
    this.#current = undefined;
    // What it holds has been synced: a close that fails changes nothing.
    await file?.close().catch(() => undefined);
    if (current) this.#options.onSegment({ path: current.path, id: current.id, bytes: current.bytes });
  }

  /** After a failed write: cut the half-written group off, so that the segment ends with a whole record. What was
   *  acknowledged before is in it, so it is handed over even when the disk does not let itself be cut. */
  async #abandonTail(): Promise<void> {
    await this.#file?.truncate(this.#current?.bytes ?? 0).catch(() => undefined);
    await this.#seal();
  }
}

const segmentName = /^\d{15}-[0-9a-f]{8}\.wal$/;

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
