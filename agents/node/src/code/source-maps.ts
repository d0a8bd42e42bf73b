import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { SourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { harmless } from "../harmless.ts";
import type { Location } from "./location.ts";

/** A map is parsed in the program's own thread, at about 20 ms a megabyte: greater ones are left alone. */
const greatest = 8 * 2 ** 20;
/** Where `//# sourceMappingURL=` is looked for, from the end. */
const tail = 2048;
const mostFiles = 2000;

type Found = (location: Location) => void;

/** Finds the places that people wrote from the places that run, by the source maps that stand beside files or in them.
 *  Whether a file has one is seen at once, by its end; the map itself is read in the background, once. */
export class SourceMaps {
  readonly #maps = new Map<string, SourceMap | "none">();
  readonly #waiting = new Map<string, [Location, Found][]>();

  /** Tells the place: at once when the file has no map or it is known already, otherwise when it has been read. A file whose
   *  map can't be read speaks for itself. */
  resolve(location: Location, found: Found): void {
    const map = this.#maps.get(location.file);
    if (map !== undefined) found(map === "none" ? location : original(map, location));
    else if (this.#waiting.has(location.file)) this.#waiting.get(location.file)?.push([location, found]);
    else if (this.#maps.size < mostFiles) this.#read(location, found);
    else found(location);
  }

  #read(location: Location, found: Found): void {
    const { file } = location;
    const url = mapOf(file);
    if (url === undefined) {
      this.#maps.set(file, "none");
      found(location);
      return;
    }
    this.#waiting.set(file, [[location, found]]);
    void this.#readMap(file, url);
  }

  async #readMap(file: string, url: string): Promise<void> {
    this.#maps.set(file, (await readMap(file, url).catch(() => undefined)) ?? "none");
    const waiting = this.#waiting.get(file) ?? [];
    this.#waiting.delete(file);
    for (const [place, tell] of waiting) harmless(() => this.resolve(place, tell));
  }
}

/** Source: https://tc39.es/ecma426/ */
function original(map: SourceMap, location: Location): Location {
  const entry = map.findEntry(location.line - 1, location.column - 1);
  if (!("originalSource" in entry) || !entry.originalSource) return location;
  const source = entry.originalSource;
  return {
    file: source.startsWith("file:") ? fileURLToPath(source) : resolve(dirname(location.file), source),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
    ...(location.function !== undefined && { function: location.function }),
  };
}

async function readMap(file: string, url: string): Promise<SourceMap | undefined> {
  const text = url.startsWith("data:") ? await inline(file) : await beside(file, url);
  return text === undefined ? undefined : new SourceMap(JSON.parse(text));
}

/** The address of a file's map: `data:` for one that stands in the file itself, of which only the end is seen. */
function mapOf(file: string): string | undefined {
  const end = lastBytes(file, tail);
  const named = /\/\/[#@] ?sourceMappingURL=(\S+)\s*$/.exec(end)?.[1];
  return named ?? (/^[A-Za-z0-9+/]{1024,}=*\s*$/.test(end) ? "data:" : undefined);
}

async function beside(file: string, url: string): Promise<string | undefined> {
  const path = url.startsWith("file:") ? fileURLToPath(url) : resolve(dirname(file), decodeURI(url));
  return (await stat(path)).size > greatest ? undefined : readFile(path, "utf8");
}

async function inline(file: string): Promise<string | undefined> {
  if ((await stat(file)).size > greatest * 2) return undefined;
  const encoded = /sourceMappingURL=data:application\/json;(?:charset=[\w-]+;)?base64,(\S+)\s*$/.exec(
    await readFile(file, "utf8"),
  )?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
}

function lastBytes(file: string, count: number): string {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const end = Buffer.alloc(count);
    const length = readSync(handle, end, 0, count, Math.max(0, fstatSync(handle).size - count));
    return end.toString("utf8", 0, length);
  } catch {
    return "";
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
