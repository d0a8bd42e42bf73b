import type { Database } from "../data/database.ts";
import type { Value } from "../data/entry.ts";
import { parseDouble, parseInteger } from "../data/number.ts";
import { Failure } from "../resp/reply.ts";

export const wrongType = () =>
  new Failure("WRONGTYPE Operation against a key holding the wrong kind of value");
export const syntaxError = () => new Failure("ERR syntax error");
export const notInteger = () => new Failure("ERR value is not an integer or out of range");
export const notFloat = () => new Failure("ERR value is not a valid float");
export const noSuchKey = () => new Failure("ERR no such key");
export const wrongArity = (name: string) =>
  new Failure(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);

/** @throws Failure unless it is an integer of 64 bits */
export function integerOf(text: string): number {
  const value = parseInteger(text);
  if (value === undefined) throw notInteger();
  return value;
}

/** @throws Failure unless it is within bounds */
export function integerWithin(text: string, low: number, high: number, message: string): number {
  const value = parseInteger(text);
  if (value === undefined || value < low || value > high) throw new Failure(message);
  return value;
}

export function doubleOf(text: string, message = "ERR value is not a valid float"): number {
  const value = parseDouble(text);
  if (value === undefined) throw new Failure(message);
  return value;
}

export function stringOf(value: Value): string {
  if (typeof value !== "string") throw wrongType();
  return value;
}

/** The value of a key when it is of the type asked for; undefined when there is none.
 *  @throws Failure WRONGTYPE */
export function readAs<V extends Value>(type: new () => V, db: Database, key: string): V | undefined {
  const entry = db.read(key);
  if (!entry) return undefined;
  if (!(entry.value instanceof type)) throw wrongType();
  return entry.value;
}

/** The same for commands that write: nothing is counted. */
export function findAs<V extends Value>(type: new () => V, db: Database, key: string): V | undefined {
  const entry = db.find(key);
  if (!entry) return undefined;
  if (!(entry.value instanceof type)) throw wrongType();
  return entry.value;
}

export function findOrMake<V extends Value>(type: new () => V, db: Database, key: string): V {
  const found = findAs(type, db, key);
  if (found) return found;
  const made = new type();
  db.put(key, made);
  return made;
}

export function readString(db: Database, key: string): string | undefined {
  const entry = db.read(key);
  return entry && stringOf(entry.value);
}

export function findString(db: Database, key: string): string | undefined {
  const entry = db.find(key);
  return entry && stringOf(entry.value);
}

/** A range of places as GETRANGE, LRANGE and others take it: negative ones count from the end.
 *  @returns the first, and the first that is left out */
export function placesWithin(start: number, stop: number, length: number): [from: number, to: number] {
  const from = Math.max(0, start < 0 ? start + length : start);
  const to = Math.min(length, (stop < 0 ? stop + length : stop) + 1);
  return [from, Math.max(from, to)];
}
