import type { Database } from "../data/database.ts";
import { addDecimals, parseBigInteger, parseDouble, parseInteger } from "../data/number.ts";
import { Failure, ok, type Reply } from "../resp/reply.ts";
import {
  findString,
  integerOf,
  notFloat,
  notInteger,
  placesWithin,
  readString,
  stringOf,
  syntaxError,
  wrongArity,
} from "./arguments.ts";
import { type Call, family } from "./command.ts";
import { deadlineOf, type TimeUnit } from "./deadline.ts";

/** Bytes of the longest string: what V8 can hold in one piece, with room. */
const longest = 128 * 1024 * 1024;

function refuseTooLong(length: number): void {
  if (length > longest) throw new Failure("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
}

const get = (db: Database, [, key]: readonly string[]): Reply => readString(db, key!) ?? null;

interface SetOptions {
  condition?: "nx" | "xx";
  get?: boolean;
  keep?: boolean;
  unit?: TimeUnit;
  time?: string;
}

const units = new Set(["ex", "px", "exat", "pxat"]);

function setOptions(args: readonly string[]): SetOptions {
  const options: SetOptions = {};
  for (let i = 3; i < args.length; i++) {
    const word = args[i]!.toLowerCase();
    if ((word === "nx" || word === "xx") && !options.condition) options.condition = word;
    else if (word === "get") options.get = true;
    else if (word === "keepttl" && !options.unit) options.keep = true;
    else if (units.has(word) && !options.unit && !options.keep && i + 1 < args.length) {
      options.unit = word as TimeUnit;
      options.time = args[++i]!;
    } else throw syntaxError();
  }
  return options;
}

function set(db: Database, args: readonly string[], call: Call): Reply {
  const [, key, value] = args as [string, string, string];
  if (args.length === 3) {
    db.put(key, value);
    db.changed(key, "$", "set");
    return ok;
  }
  const { condition, get, keep, unit, time } = setOptions(args);
  const at = unit ? deadlineOf(unit, time!, db.keyspace.time, "set") : undefined;
  const before = get ? findString(db, key) : undefined;
  const exists = db.find(key) !== undefined;
  const answer = (done: Reply) => (get ? (before ?? null) : done);
  if ((condition === "nx" && exists) || (condition === "xx" && !exists)) return answer(null);
  write(db, key, value, at, call, keep);
  if (keep) call.effects = [["SET", key, value, "KEEPTTL"]];
  return answer(ok);
}

/** Sets a key that may have a deadline; one that has passed already removes the key. */
function write(
  db: Database,
  key: string,
  value: string,
  at: number | undefined,
  call: Call,
  keep = false,
): void {
  const entry = db.put(key, value, keep);
  call.effects = [["SET", key, value]];
  if (at !== undefined) {
    db.deadlines.set(entry, at);
    call.effects = [["SET", key, value, "PXAT", String(at)]];
  }
  db.changed(key, "$", "set");
  if (at !== undefined) db.keyspace.events.notify(db, "g", "expire", key);
}

function setnx(db: Database, [, key, value]: readonly string[]): Reply {
  if (db.find(key!)) return 0;
  db.put(key!, value!);
  db.changed(key!, "$", "set");
  return 1;
}

const setWithTime =
  (unit: "ex" | "px", name: string) =>
  (db: Database, [, key, time, value]: readonly string[], call: Call): Reply => {
    write(db, key!, value!, deadlineOf(unit, time!, db.keyspace.time, name), call);
    return ok;
  };

function getset(db: Database, [, key, value]: readonly string[], call: Call): Reply {
  const before = findString(db, key!);
  write(db, key!, value!, undefined, call);
  return before ?? null;
}

function getdel(db: Database, [, key]: readonly string[], call: Call): Reply {
  const value = readString(db, key!);
  if (value === undefined) return null;
  db.remove(key!);
  db.changed(key!, "g", "del");
  call.effects = [["DEL", key!]];
  return value;
}

function getex(db: Database, args: readonly string[], call: Call): Reply {
  const key = args[1]!;
  const option = args[2]?.toLowerCase();
  const timed = option !== undefined && units.has(option);
  const persists = option === "persist" && args.slice(2).every((word) => word.toLowerCase() === "persist");
  if (args.length > 2 && !(timed ? args.length === 4 : persists)) throw syntaxError();
  const entry = db.read(key);
  if (!entry) return null;
  const value = stringOf(entry.value);
  if (timed) {
    const at = deadlineOf(option as TimeUnit, args[3]!, db.keyspace.time, "getex");
    call.effects = [["PEXPIREAT", key, String(at)]];
    db.deadlines.set(entry, at);
    db.changed(key, "g", "expire");
  } else if (persists && entry.expiresAt !== 0) {
    call.effects = [["PERSIST", key]];
    db.deadlines.clear(entry);
    db.changed(key, "g", "persist");
  }
  return value;
}

const mget = (db: Database, [, ...keys]: readonly string[]): Reply =>
  keys.map((key) => {
    const value = db.read(key)?.value;
    return typeof value === "string" ? value : null;
  });

function mset(db: Database, args: readonly string[]): Reply {
  if (args.length % 2 === 0) throw wrongArity(args[0]!);
  for (let i = 1; i < args.length; i += 2) {
    db.put(args[i]!, args[i + 1]!);
    db.changed(args[i]!, "$", "set");
  }
  return ok;
}

function msetnx(db: Database, args: readonly string[]): Reply {
  if (args.length % 2 === 0) throw wrongArity(args[0]!);
  for (let i = 1; i < args.length; i += 2) if (db.find(args[i]!)) return 0;
  mset(db, args);
  return 1;
}

function append(db: Database, [, key, tail]: readonly string[]): Reply {
  const before = findString(db, key!) ?? "";
  refuseTooLong(before.length + tail!.length);
  db.put(key!, before + tail!, true);
  db.changed(key!, "$", "append");
  return before.length + tail!.length;
}

const strlen = (db: Database, [, key]: readonly string[]): Reply => readString(db, key!)?.length ?? 0;

function increase(db: Database, key: string, by: bigint | number): Reply {
  const text = findString(db, key) ?? "0";
  const small = parseInteger(text);
  if (small === undefined) throw notInteger();
  let sum: number | bigint = small + Number(by);
  if (!Number.isSafeInteger(sum) || !Number.isSafeInteger(small)) {
    sum = parseBigInteger(text)! + BigInt(by);
    if (sum >= 2n ** 63n || sum < -(2n ** 63n)) {
      throw new Failure("ERR increment or decrement would overflow");
    }
  }
  db.put(key, String(sum), true);
  db.changed(key, "$", "incrby");
  return sum;
}

function bigStep(text: string): bigint {
  const step = parseBigInteger(text);
  if (step === undefined) throw notInteger();
  return step;
}

function decrby(db: Database, [, key, step]: readonly string[]): Reply {
  const by = bigStep(step!);
  if (by === -(2n ** 63n)) throw new Failure("ERR decrement would overflow");
  return increase(db, key!, -by);
}

function incrbyfloat(db: Database, [, key, step]: readonly string[], call: Call): Reply {
  const text = findString(db, key!) ?? "0";
  const by = parseDouble(step!);
  if (parseDouble(text) === undefined || by === undefined) throw notFloat();
  const sum = addDecimals(text, step!);
  if (sum === undefined) throw new Failure("ERR increment would produce NaN or Infinity");
  db.put(key!, sum, true);
  db.changed(key!, "$", "incrbyfloat");
  call.effects = [["SET", key!, sum, "KEEPTTL"]];
  return sum;
}

function getrange(db: Database, [, key, start, stop]: readonly string[]): Reply {
  const [first, last] = [integerOf(start!), integerOf(stop!)];
  const value = readString(db, key!) ?? "";
  if (first < 0 && last < 0 && first > last) return "";
  const end = last < 0 ? Math.max(0, last + value.length) : last;
  const [from] = placesWithin(first, end, value.length);
  return value.slice(from, end + 1);
}

function setrange(db: Database, [, key, offset, part]: readonly string[]): Reply {
  const at = integerOf(offset!);
  if (at < 0) throw new Failure("ERR offset is out of range");
  const before = findString(db, key!) ?? "";
  if (part!.length === 0) return before.length;
  refuseTooLong(at + part!.length);
  const after = before.padEnd(at, "\0").slice(0, at) + part! + before.slice(at + part!.length);
  db.put(key!, after, true);
  db.changed(key!, "$", "setrange");
  return after.length;
}

export const strings = family("string", "@string", {
  get: [2, "readonly fast", 1, get],
  set: [-3, "write denyoom", 1, set],
  setnx: [3, "write denyoom fast", 1, setnx],
  setex: [4, "write denyoom", 1, setWithTime("ex", "setex")],
  psetex: [4, "write denyoom", 1, setWithTime("px", "psetex")],
  getset: [3, "write denyoom fast", 1, getset],
  getdel: [2, "write fast", 1, getdel],
  getex: [-2, "write fast", 1, getex],
  mget: [-2, "readonly fast", [1, -1, 1], mget],
  mset: [-3, "write denyoom", [1, -1, 2], mset],
  msetnx: [-3, "write denyoom", [1, -1, 2], msetnx],
  append: [3, "write denyoom fast", 1, append],
  strlen: [2, "readonly fast", 1, strlen],
  incr: [2, "write denyoom fast", 1, (db, [, key]) => increase(db, key!, 1)],
  decr: [2, "write denyoom fast", 1, (db, [, key]) => increase(db, key!, -1)],
  incrby: [3, "write denyoom fast", 1, (db, [, key, step]) => increase(db, key!, bigStep(step!))],
  decrby: [3, "write denyoom fast", 1, decrby],
  incrbyfloat: [3, "write denyoom fast", 1, incrbyfloat],
  getrange: [4, "readonly", 1, getrange],
  substr: [4, "readonly", 1, getrange],
  setrange: [4, "write denyoom", 1, setrange],
});
