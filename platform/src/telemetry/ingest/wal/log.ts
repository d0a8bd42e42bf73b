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
  readonly path: string;
  /** Unique for ever, and ascending: milliseconds at which it was opened, moved up where two would be equal. */
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
  #current: { path: string; id: number; bytes: number; openedMs: number } | undefined;
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
    const names = (await readdir(options.folder)).filter((name) => /^\d{15}\.wal$/.test(name)).toSorted();
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
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, receivedMs, resolve, reject });
      this.#flushing ??= this.#flush().finally(() => {
        this.#flushing = undefined;
      });
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
    if (current.bytes >= this.#options.segmentBytes) await this.#seal();
  }

  async #openSegment(): Promise<FileHandle> {
    if (this.#file) return this.#file;
    const id = Math.max(Date.now(), this.#lastId + 1);
    const path = join(this.#options.folder, `${String(id).padStart(15, "0")}.wal`);
    this.#file = await open(path, "wx", 0o600);
    this.#lastId = id;
    this.#current = { path, id, bytes: 0, openedMs: Date.now() };
    await syncFolder(this.#options.folder);
    this.#timer = setTimeout(() => void this.#sealWhenIdle(), this.#options.segmentAgeMs);
    return this.#file;
  }

  /** Between two groups, so that no group is split. */
  async #sealWhenIdle(): Promise<void> {
    await this.#flushing;
    if (this.#flushing) setImmediate(() => void this.#sealWhenIdle());
    else if (!this.#closed) await this.#seal();
  }

  async #seal(): Promise<void> {
    clearTimeout(this.#timer);
    const file = this.#file;
    const current = this.#current;
    this.#file = undefined;
    this.#current = undefined;
    await file?.close();
    if (current) this.#options.onSegment({ path: current.path, id: current.id, bytes: current.bytes });
  }

  /** After a failed write: cut the half-written group off, so that the segment ends with a whole record. */
  async #abandonTail(): Promise<void> {
    try {
      await this.#file?.truncate(this.#current?.bytes ?? 0);
      await this.#seal();
    } catch {
      this.#file = undefined;
      this.#current = undefined;
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
