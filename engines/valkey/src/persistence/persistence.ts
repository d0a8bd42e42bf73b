import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { lock } from "@naru/lock";
import type { Database } from "../data/database.ts";
import type { Connection } from "../server/connection.ts";
import type { Engine } from "../server/engine.ts";
import { AppendLog } from "./append-log.ts";
import { load } from "./load.ts";
import {
  baseFile,
  directory,
  filesOf,
  isDataFile,
  manifestName,
  type Manifest,
  readManifest,
  syncFolder,
  tailFile,
  writeManifest,
} from "./manifest.ts";
import { replayer } from "./replay.ts";
import { Rewrite } from "./rewrite.ts";

const lookEveryMs = 1000;
/** After a rewrite that failed. */
const pauseMs = 60_000;

/** Opens the data in a folder, which is made when it is not there, and fills the engine with it.
 *  @param repair  whether to cut a file that cannot be read
 *  @throws Error when a file is damaged, or another process holds the folder */
export async function openPersistence(engine: Engine, folder: string, repair: boolean): Promise<Persistence> {
  const path = join(folder, directory);
  await mkdir(path, { recursive: true, mode: 0o700 });
  const release = lock(folder);
  try {
    const manifest = await readManifest(path);
    if (!manifest) await refuseOrphans(path);
    const sizes = manifest ? await loadAll(engine, path, manifest, repair) : [];
    const known = manifest?.tails.length
      ? manifest
      : { base: manifest?.base, tails: [(manifest?.base ?? 0) + 1] };
    const tail = join(path, tailFile(known.tails.at(-1)!));
    const file = await open(tail, "a", 0o600);
    if (known !== manifest) await writeManifest(path, known);
    else await syncFolder(path);
    await removeOthers(path, known);
    const { size } = await file.stat();
    const earlier = sizes.reduce((sum, each) => sum + each, 0) - (known === manifest ? size : 0);
    const log = (events: Persistence) => new AppendLog(file, size, () => engine.settings.appendfsync, events);
    return new Persistence(engine, path, known, release, log, earlier);
  } catch (error) {
    release();
    throw error;
  }
}

async function loadAll(engine: Engine, path: string, manifest: Manifest, repair: boolean): Promise<number[]> {
  const files = filesOf(manifest);
  const { run, finish } = replayer(engine);
  const lengths = await Promise.all(files.map(async (name) => (await stat(join(path, name))).size));
  const sizes: number[] = [];
  for (const [place, name] of files.entries()) {
    const mayBeTorn = lengths.slice(place + 1).every((length) => length === 0);
    sizes.push(await load(join(path, name), { mayBeTorn, repair, log: engine.log }, run));
  }
  finish();
  return sizes;
}

/** Data without a manifest is nobody's to delete. */
async function refuseOrphans(path: string): Promise<void> {
  for (const name of (await readdir(path)).filter(isDataFile)) {
    if ((await stat(join(path, name))).size === 0) continue;
    throw new Error(
      `${path} has data (${name}), but no ${manifestName} that says what belongs together: put it back, or move the files away`,
    );
  }
}

/** Files of rewrites that were not finished. */
async function removeOthers(path: string, manifest: Manifest): Promise<void> {
  const known = new Set(filesOf(manifest));
  for (const name of await readdir(path)) {
    if (isDataFile(name) && !known.has(name)) await rm(join(path, name));
  }
}

/** Keeps what changes in files, and the files small. */
export class Persistence {
  /** Seconds since 1970 of the last rewrite, or of the start. */
  savedAt = Math.floor(Date.now() / 1000);
  rewriteError: string | undefined;
  baseSize: number;
  readonly #engine: Engine;
  readonly #path: string;
  readonly #release: () => void;
  readonly #log: AppendLog;
  readonly #looking: NodeJS.Timeout;
  readonly #holding = new Set<Connection>();
  #manifest: Manifest;
  #rewrite: Rewrite | undefined;
  #rewriting: Promise<void> | undefined;
  #notBefore = 0;
  #stopped = false;

  constructor(
    engine: Engine,
    path: string,
    manifest: Manifest,
    release: () => void,
    log: (events: Persistence) => AppendLog,
    earlierBytes: number,
  ) {
    this.#engine = engine;
    this.#path = path;
    this.#manifest = manifest;
    this.#release = release;
    this.baseSize = earlierBytes;
    this.#log = log(this);
    this.#looking = setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** Why nothing can be written; undefined while it can. */
  get failing(): string | undefined {
    return this.#log.failing;
  }

  get rewriting(): boolean {
    return this.#rewrite !== undefined;
  }

  get size(): number {
    return this.baseSize + this.#log.size;
  }

  get waiting(): number {
    return this.#log.waiting;
  }

  get sequence(): number {
    return this.#log.sequence;
  }

  /** Whether answers may go at once. While nothing can be written no answer tells of a change. */
  get safe(): boolean {
    return this.#log.failing !== undefined || this.#log.safeSequence >= this.#log.sequence;
  }

  append(db: number | undefined, args: readonly string[]): void {
    this.#log.append(db, args);
  }

  beforeChange(db: Database, keys: readonly string[]): void {
    this.#rewrite?.beforeChange(db, keys);
  }

  /** Lets a client wait until what it was answered is safe. */
  hold(connection: Connection): void {
    this.#holding.add(connection);
  }

  progress(): void {
    const { safeSequence } = this.#log;
    for (const connection of this.#holding) {
      if (!connection.release(safeSequence)) this.#holding.delete(connection);
    }
    this.#engine.settle();
  }

  failed(error: Error): void {
    this.#engine.log(
      `The append-only file cannot be written (${error.message}): writes are refused until it can. Is the disk full?`,
    );
    for (const connection of this.#holding) connection.drop("what it changed could not be made safe");
    this.#holding.clear();
  }

  damaged(): void {
    this.rewrite();
  }

  recovered(): void {
    this.#engine.log("The append-only file can be written again: writes are taken");
  }

  /** Writes all data anew, in the background. */
  rewrite(): void {
    if (this.#rewriting || this.#stopped) return;
    this.#rewriting = this.#rewriteAll()
      .then(
        () => (this.rewriteError = undefined),
        (error: Error) => {
          this.rewriteError = error.message;
          this.#notBefore = Date.now() + pauseMs;
          this.#engine.log(`The append-only file was not rewritten, and stays as it is: ${error.message}`);
        },
      )
      .finally(() => {
        this.#rewrite = undefined;
        this.#rewriting = undefined;
      })
      .then(() => undefined);
  }

  async #rewriteAll(): Promise<void> {
    const { base, tails } = this.#manifest;
    const number = Math.max(base ?? 0, ...tails) + 1;
    const rewrite = new Rewrite(this.#engine.keyspace);
    this.#rewrite = rewrite;
    const during: Manifest = { base, tails: [...tails, number] };
    const file = join(this.#path, baseFile(number));
    try {
      const before = this.#log.size;
      await this.#log.rotate(join(this.#path, tailFile(number)), () => writeManifest(this.#path, during));
      this.#manifest = during;
      this.baseSize += before;
      await rewrite.run(file, () => this.#stopped);
      const after: Manifest = { base: number, tails: [number] };
      await writeManifest(this.#path, after);
      this.#manifest = after;
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    this.baseSize = rewrite.size;
    this.savedAt = Math.floor(Date.now() / 1000);
    this.#log.replaced();
    await removeOthers(this.#path, this.#manifest);
  }

  #look(): void {
    const { rewritePercentage, rewriteMinBytes } = this.#engine.settings;
    if (rewritePercentage === 0 || this.#log.failing !== undefined || Date.now() < this.#notBefore) return;
    const grown = this.#log.size >= (this.baseSize * rewritePercentage) / 100;
    if (this.size >= rewriteMinBytes && grown) this.rewrite();
  }

  /** Writes and syncs everything.
   *  @throws Error when the disk refuses */
  async close(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#looking);
    await this.#rewriting;
    try {
      await this.#log.close();
    } finally {
      this.#release();
    }
  }
}
