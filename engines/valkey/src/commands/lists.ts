import type { Database } from "../data/database.ts";
import { List } from "../data/list.ts";
import { Failure, nullArray, ok, type Reply, Waiting } from "../resp/reply.ts";
import {
  findAs,
  findOrMake,
  integerOf,
  integerWithin,
  noSuchKey,
  placesWithin,
  readAs,
  syntaxError,
  wrongArity,
} from "./arguments.ts";
import { type Call, countedKeys, family } from "./command.ts";
import { blockingPop, popMany, timeoutOf } from "./popping.ts";

type End = "left" | "right";

const positive = "ERR value is out of range, must be positive";

const pushTo =
  (end: End, onlyExisting: boolean) =>
  (db: Database, [, key, ...items]: readonly string[]): Reply => {
    const existing = findAs(List, db, key!);
    if (onlyExisting && !existing) return 0;
    const list = existing ?? findOrMake(List, db, key!);
    for (const item of items) putAt(list, end, item);
    db.changed(key!, "l", end === "left" ? "lpush" : "rpush");
    return list.length;
  };

function putAt(list: List, end: End, item: string): void {
  if (end === "left") list.unshift(item);
  else list.push(item);
}

/** Takes items from an end of a list that has some; one that is empty then is gone. */
function takeFrom(db: Database, key: string, list: List, end: End, count: number): string[] {
  const items: string[] = [];
  while (items.length < count && list.length > 0) items.push((end === "left" ? list.shift() : list.pop())!);
  db.changed(key, "l", end === "left" ? "lpop" : "rpop");
  if (list.length === 0) db.removeEmpty(key);
  return items;
}

const popFrom =
  (end: End) =>
  (db: Database, args: readonly string[]): Reply => {
    const [name, key, text] = args;
    if (args.length > 3) throw wrongArity(name!);
    const count = text === undefined ? 1 : integerWithin(text, 0, Number.MAX_SAFE_INTEGER, positive);
    const list = findAs(List, db, key!);
    if (!list) return text === undefined ? null : nullArray;
    if (count === 0) return [];
    const items = takeFrom(db, key!, list, end, count);
    return text === undefined ? items[0]! : items;
  };

function lrange(db: Database, [, key, start, stop]: readonly string[]): Reply {
  const [first, last] = [integerOf(start!), integerOf(stop!)];
  const list = readAs(List, db, key!);
  return list ? list.slice(...placesWithin(first, last, list.length)) : [];
}

function ltrim(db: Database, [, key, start, stop]: readonly string[]): Reply {
  const [first, last] = [integerOf(start!), integerOf(stop!)];
  const list = findAs(List, db, key!);
  if (!list) return ok;
  const [from, to] = placesWithin(first, last, list.length);
  const behind = list.length - Math.max(from, to);
  for (let i = 0; i < from && list.length > 0; i++) list.shift();
  for (let i = 0; i < behind && list.length > 0; i++) list.pop();
  if (from >= to) while (list.length > 0) list.pop();
  db.changed(key!, "l", "ltrim");
  if (list.length === 0) db.removeEmpty(key!);
  return ok;
}

function lset(db: Database, [, key, index, item]: readonly string[]): Reply {
  const list = findAs(List, db, key!);
  if (!list) throw noSuchKey();
  if (!list.replace(integerOf(index!), item!)) throw new Failure("ERR index out of range");
  db.changed(key!, "l", "lset");
  return ok;
}

/** Puts other items into a key's list. */
function refill(db: Database, key: string, items: readonly string[], event: string): void {
  db.put(key, List.of(items), true);
  db.changed(key, "l", event);
  if (items.length === 0) db.removeEmpty(key);
}

function linsert(db: Database, [, key, word, pivot, item]: readonly string[]): Reply {
  const where = word!.toLowerCase();
  if (where !== "before" && where !== "after") throw syntaxError();
  const list = findAs(List, db, key!);
  if (!list) return 0;
  const items = list.items();
  const place = items.indexOf(pivot!);
  if (place < 0) return -1;
  items.splice(where === "before" ? place : place + 1, 0, item!);
  refill(db, key!, items, "linsert");
  return items.length;
}

function lrem(db: Database, [, key, text, item]: readonly string[]): Reply {
  const count = integerOf(text!);
  const list = findAs(List, db, key!);
  if (!list) return 0;
  const most = count === 0 ? list.length : Math.abs(count);
  const items = count < 0 ? list.items().toReversed() : list.items();
  let removed = 0;
  const left = items.filter((each) => !(each === item && removed < most && ++removed));
  if (removed > 0) refill(db, key!, count < 0 ? left.toReversed() : left, "lrem");
  return removed;
}

function lpos(db: Database, args: readonly string[]): Reply {
  const [, key, item, ...options] = args;
  let [rank, count, most] = [1, undefined as number | undefined, 0];
  if (options.length % 2 !== 0) throw syntaxError();
  for (let i = 0; i < options.length; i += 2) {
    const [word, value] = [options[i]!.toLowerCase(), options[i + 1]!];
    if (word === "rank") rank = integerOf(value);
    else if (word === "count") count = integerWithin(value, 0, 2 ** 53, "ERR COUNT can't be negative");
    else if (word === "maxlen") most = integerWithin(value, 0, 2 ** 53, "ERR MAXLEN can't be negative");
    else throw syntaxError();
  }
  if (rank === 0) {
    throw new Failure(
      "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
    );
  }
  const list = readAs(List, db, key!);
  const found = list ? placesOf(list, item!, rank, count ?? 1, most || list.length) : [];
  return count === undefined ? (found[0] ?? null) : found;
}

function placesOf(list: List, item: string, rank: number, count: number, most: number): number[] {
  const found: number[] = [];
  let skip = Math.abs(rank) - 1;
  for (let i = 0; i < Math.min(most, list.length); i++) {
    const place = rank > 0 ? i : list.length - 1 - i;
    if (list.at(place) !== item || skip-- > 0) continue;
    found.push(place);
    if (found.length === count) break;
  }
  return found;
}

function endOf(word: string): End {
  const end = word.toLowerCase();
  if (end !== "left" && end !== "right") throw syntaxError();
  return end;
}

/** Moves an item between lists; undefined when there is none. */
function transfer(db: Database, from: string, to: string, ends: readonly [End, End]): string | undefined {
  const source = findAs(List, db, from);
  if (!source) return undefined;
  findAs(List, db, to);
  const item = (ends[0] === "left" ? source.shift() : source.pop())!;
  putAt(findOrMake(List, db, to), ends[1], item);
  db.changed(to, "l", ends[1] === "left" ? "lpush" : "rpush");
  db.changed(from, "l", ends[0] === "left" ? "lpop" : "rpop");
  if (source.length === 0) db.removeEmpty(from);
  return item;
}

function lmove(db: Database, [, from, to, source, target]: readonly string[]): Reply {
  return transfer(db, from!, to!, [endOf(source!), endOf(target!)]) ?? null;
}

const rpoplpush = (db: Database, [, from, to]: readonly string[]): Reply =>
  transfer(db, from!, to!, ["right", "left"]) ?? null;

/** As the append-only file is told of it. */
const popOf = (end: End) => (end === "left" ? "LPOP" : "RPOP");

const blockingPopFrom = (end: End) =>
  blockingPop((db, key, call) => {
    const list = findAs(List, db, key);
    if (!list) return undefined;
    call.effects = [[popOf(end), key]];
    return [key, takeFrom(db, key, list, end, 1)[0]!];
  });

function blockingMove(db: Database, args: readonly string[], call: Call): Reply {
  const [name, from, to] = args as [string, string, string];
  const short = name.toLowerCase() === "brpoplpush";
  const ends: [End, End] = short ? ["right", "left"] : [endOf(args[3]!), endOf(args[4]!)];
  const timeout = timeoutOf(args.at(-1)!);
  const item = transfer(db, from, to, ends);
  if (item === undefined) return call.mayWait ? new Waiting([from], timeout, null) : null;
  call.effects = [["LMOVE", from, to, ...ends]];
  return item;
}

const popManyFrom = (place: 1 | 2) =>
  popMany(place, endOf, (db, key, call, end, count) => {
    const list = findAs(List, db, key);
    if (!list) return undefined;
    const items = takeFrom(db, key, list, end, count);
    call.effects = [[popOf(end), key, String(items.length)]];
    return [key, items];
  });

export const lists = family("list", "@list", {
  lpush: [-3, "write denyoom fast", 1, pushTo("left", false)],
  rpush: [-3, "write denyoom fast", 1, pushTo("right", false)],
  lpushx: [-3, "write denyoom fast", 1, pushTo("left", true)],
  rpushx: [-3, "write denyoom fast", 1, pushTo("right", true)],
  lpop: [-2, "write fast", 1, popFrom("left")],
  rpop: [-2, "write fast", 1, popFrom("right")],
  llen: [2, "readonly fast", 1, (db, [, key]) => readAs(List, db, key!)?.length ?? 0],
  lindex: [3, "readonly", 1, (db, [, key, at]) => readAs(List, db, key!)?.at(integerOf(at!)) ?? null],
  lrange: [4, "readonly", 1, lrange],
  ltrim: [4, "write", 1, ltrim],
  lset: [4, "write denyoom", 1, lset],
  linsert: [5, "write denyoom", 1, linsert],
  lrem: [4, "write", 1, lrem],
  lpos: [-3, "readonly", 1, lpos],
  lmove: [5, "write denyoom", [1, 2, 1], lmove],
  rpoplpush: [3, "write denyoom", [1, 2, 1], rpoplpush],
  blpop: [-3, "write blocking", [1, -2, 1], blockingPopFrom("left")],
  brpop: [-3, "write blocking", [1, -2, 1], blockingPopFrom("right")],
  blmove: [6, "write denyoom blocking", [1, 2, 1], blockingMove],
  brpoplpush: [4, "write denyoom blocking", [1, 2, 1], blockingMove],
  lmpop: [-4, "write movablekeys", countedKeys(1), popManyFrom(1)],
  blmpop: [-5, "write blocking movablekeys", countedKeys(2), popManyFrom(2)],
});
