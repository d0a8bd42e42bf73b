import { Hash, StringSet } from "./dictionary.ts";
import { List } from "./list.ts";
import type { SortedSet } from "./sorted-set.ts";

export type Value = string | Hash | List | StringSet | SortedSet;

/** What a key holds. The object stays while its value is replaced. */
export interface Entry {
  readonly key: string;
  value: Value;
  /** Milliseconds since 1970; 0 when it does not expire. */
  expiresAt: number;
  /** Where deadlines keep it; -1 when they do not. */
  bucket: number;
  bucketPlace: number;
  volatilePlace: number;
  /** When it was last read or written, in the database's clock. */
  used: number;
  /** What it was last counted with, in bytes. */
  counted: number;
  /** The rewrite of the append-only file that has it, or that it came after. */
  rewrite: number;
}

/** Rough cost in bytes of a key besides its characters: the entry, its place, its slot of the map. */
const entryCost = 200;

/** An estimate of the memory that a key takes, in bytes: what its names and values have as characters, and what V8
 *  spends around them. It is meant to be right within a third. */
export function sizeOf(entry: Entry): number {
  const { key, value } = entry;
  return entryCost + key.length + (typeof value === "string" ? value.length : value.bytes);
}

export type TypeName = "string" | "hash" | "list" | "set" | "zset";

export function typeOf(value: Value): TypeName {
  if (typeof value === "string") return "string";
  if (value instanceof Hash) return "hash";
  if (value instanceof List) return "list";
  return value instanceof StringSet ? "set" : "zset";
}
