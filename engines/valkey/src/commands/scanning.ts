import type { Names } from "../data/dictionary.ts";
import { globMatches } from "../data/glob.ts";
import { Failure } from "../resp/reply.ts";
import { integerOf, syntaxError } from "./arguments.ts";

export interface ScanOptions {
  readonly cursor: number;
  readonly count: number;
  readonly pattern: string | undefined;
  readonly type: string | undefined;
  readonly noValues: boolean;
}

const usualCount = 10;

/** What SCAN and its kin take from the cursor on. */
export function scanOptions(args: readonly string[], place: number, typed = false): ScanOptions {
  const cursor = /^\d{1,20}$/.test(args[place]!) ? Number(args[place]) : Number.NaN;
  if (Number.isNaN(cursor)) throw new Failure("ERR invalid cursor");
  let [count, pattern, type, noValues] = [
    usualCount,
    undefined as string | undefined,
    undefined as string | undefined,
    false,
  ];
  for (let i = place + 1; i < args.length; i++) {
    const word = args[i]!.toLowerCase();
    const value = args[i + 1];
    if (word === "novalues" && !typed) {
      noValues = true;
      continue;
    }
    if (value === undefined) throw syntaxError();
    if (word === "count") {
      count = integerOf(value);
      if (count < 1) throw syntaxError();
    } else if (word === "match") pattern = value === "*" ? undefined : value;
    else if (word === "type" && typed) type = value.toLowerCase();
    else throw syntaxError();
    i++;
  }
  return { cursor, count, pattern, type, noValues };
}

/** A collection up to this size is answered in one go, whatever COUNT says. */
const small = 128;

/** One step over the names of a collection. @returns the next cursor and the names that fit */
export function walkAll(names: Names | undefined, options: ScanOptions): [cursor: string, found: string[]] {
  const found: string[] = [];
  if (!names) return ["0", found];
  const count = names.size <= small ? names.size : options.count;
  const next = names.walk(options.cursor, count, (name) => {
    if (options.pattern === undefined || globMatches(options.pattern, name)) found.push(name);
  });
  return [String(next), found];
}
