import type { Database } from "../data/database.ts";
import { Failure, nullArray, type Reply, Waiting } from "../resp/reply.ts";
import { doubleOf, integerWithin, syntaxError } from "./arguments.ts";
import type { Call } from "./command.ts";

/* Commands that take from the first of several keys that has something, and may wait for one that has. */

/** What is taken from a key; undefined where there is nothing. What the append-only file gets is set in `call`. */
type Take<Rest extends readonly unknown[]> = (
  db: Database,
  key: string,
  call: Call,
  ...rest: Rest
) => Reply | undefined;

/** Milliseconds; 0: for ever.
 *  @throws Failure */
export function timeoutOf(text: string): number {
  const seconds = doubleOf(text, "ERR timeout is not a float or out of range");
  if (seconds < 0) throw new Failure("ERR timeout is negative");
  if (!(seconds * 1000 <= Number.MAX_SAFE_INTEGER)) throw new Failure("ERR timeout is out of range");
  return Math.ceil(seconds * 1000);
}

/** BLPOP and its like: keys, then a time-out. */
export const blockingPop =
  (take: Take<[]>) =>
  (db: Database, args: readonly string[], call: Call): Reply => {
    const timeout = timeoutOf(args.at(-1)!);
    const keys = args.slice(1, -1);
    for (const key of keys) {
      const taken = take(db, key, call);
      if (taken !== undefined) return taken;
    }
    return call.mayWait ? new Waiting(keys, timeout, nullArray) : nullArray;
  };

/** LMPOP, BLMPOP and their like, whose arguments are the same but for a time-out before them.
 *  @param place  where the number of keys stands: 2 after a time-out
 *  @param endOf  reads from where is taken; throws Failure */
export const popMany =
  <End>(place: 1 | 2, endOf: (word: string) => End, take: Take<[end: End, count: number]>) =>
  (db: Database, args: readonly string[], call: Call): Reply => {
    const timeout = place === 2 ? timeoutOf(args[1]!) : 0;
    const number = integerWithin(args[place]!, 1, 2 ** 31, "ERR numkeys should be greater than 0");
    const keys = args.slice(place + 1, place + 1 + number);
    const [word, ...rest] = args.slice(place + 1 + number);
    const counted = rest.length === 2 && rest[0]!.toLowerCase() === "count";
    if (word === undefined || (rest.length > 0 && !counted)) throw syntaxError();
    const end = endOf(word);
    const count = counted ? integerWithin(rest[1]!, 1, 2 ** 53, "ERR count should be greater than 0") : 1;
    for (const key of keys) {
      const taken = take(db, key, call, end, count);
      if (taken !== undefined) return taken;
    }
    return place === 2 && call.mayWait ? new Waiting(keys, timeout, nullArray) : nullArray;
  };
