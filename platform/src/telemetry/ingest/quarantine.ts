import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Signal } from "@naru/otlp";

/** One request, or the rest of a segment, that could not be stored. */
export interface SetAside {
  readonly time: number;
  readonly signal: Signal;
  readonly bytes: number;
  readonly reason: string;
  readonly file: string;
}

const mostFiles = 1000;
const mostBytes = 256 * 1024 * 1024;

/** A folder of what could not be stored, each with its reason beside it, for a person to look at. The oldest go
 *  when there are more than 1,000 or they pass 256 MiB. */
export class Quarantine {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The name follows from the content, so that setting the same bytes aside again, after a crash, changes nothing. */
  async add(signal: Signal, body: Uint8Array, reason: string, timeMs: number): Promise<SetAside> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const digest = createHash("sha256").update(body).digest("hex").slice(0, 16);
    const file = `${String(Math.round(timeMs)).padStart(15, "0")}-${signal}-${digest}.pb`;
    const entry: SetAside = { time: timeMs, signal, bytes: body.length, reason, file };
    await writeFile(join(this.#folder, file), body, { mode: 0o600 });
    await writeFile(join(this.#folder, `${file}.json`), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    await this.#trim();
    return entry;
  }

  /** Newest first.
   *  @returns how many there are, and the latest of them */
  async list(limit: number): Promise<{ requests: number; recent: SetAside[] }> {
    const files = await this.#files();
    const newest = files.toReversed().slice(0, limit);
    const recent = await Promise.all(
      newest.map(
        async (file) => JSON.parse(await readFile(join(this.#folder, `${file}.json`), "utf8")) as SetAside,
      ),
    );
    return { requests: files.length, recent };
  }

  async #files(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names
      .filter((name) => name.endsWith(".pb.json"))
      .map((name) => name.slice(0, -5))
      .toSorted();
  }

  async #trim(): Promise<void> {
    const files = await this.#files();
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(this.#folder, file))).size));
    let bytes = sizes.reduce((sum, size) => sum + size, 0);
    for (let i = 0; i < files.length && (files.length - i > mostFiles || bytes > mostBytes); i++) {
      bytes -= sizes[i] ?? 0;
      await rm(join(this.#folder, files[i] ?? ""), { force: true });
      await rm(join(this.#folder, `${files[i]}.json`), { force: true });
    }
  }
}
