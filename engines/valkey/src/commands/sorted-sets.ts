import type { Database } from "../data/database.ts";
import { type Node, SortedSet } from "../data/sorted-set.ts";
import { Double, Failure, nullArray, type Reply } from "../resp/reply.ts";
import { doubleOf, findAs, findOrMake, integerOf, integerWithin, readAs, syntaxError } from "./arguments.ts";
import { type Call, countedKeys, family } from "./command.ts";
import { drawDistinct } from "./drawing.ts";
import { blockingPop, popMany } from "./popping.ts";
import { scanOptions, walkAll } from "./scanning.ts";

type AddFlag = "nx" | "xx" | "gt" | "lt" | "ch" | "incr";
const addFlags: ReadonlySet<string> = new Set(["nx", "xx", "gt", "lt", "ch", "incr"]);
const notANumber = "ERR resulting score is not a number (NaN)";

function addOptions(args: readonly string[]): { flags: ReadonlySet<AddFlag>; pairs: [number, string][] } {
  let at = 2;
  const flags = new Set<AddFlag>();
  for (; addFlags.has(args[at]?.toLowerCase() ?? ""); at++) flags.add(args[at]!.toLowerCase() as AddFlag);
  const rest = args.slice(at);
  if (rest.length === 0 || rest.length % 2 !== 0) throw syntaxError();
  if (flags.has("nx") && flags.has("xx")) {
    throw new Failure("ERR XX and NX options at the same time are not compatible");
  }
  if ((flags.has("gt") && (flags.has("lt") || flags.has("nx"))) || (flags.has("lt") && flags.has("nx"))) {
    throw new Failure("ERR GT, LT, and/or NX options at the same time are not compatible");
  }
  if (flags.has("incr") && rest.length > 2) {
    throw new Failure("ERR INCR option supports a single increment-element pair");
  }
  const pairs: [number, string][] = [];
  for (let i = 0; i < rest.length; i += 2) pairs.push([doubleOf(rest[i]!), rest[i + 1]!]);
  return { flags, pairs };
}

/** The score that a member shall have; undefined when the flags leave it as it is. */
function newScore(flags: ReadonlySet<AddFlag>, current: number | undefined, given: number) {
  if (current === undefined) return flags.has("xx") ? undefined : given;
  if (flags.has("nx")) return undefined;
  const score = flags.has("incr") ? current + given : given;
  if (Number.isNaN(score)) throw new Failure(notANumber);
  if ((flags.has("gt") && score <= current) || (flags.has("lt") && score >= current)) return undefined;
  return score;
}

function zadd(db: Database, args: readonly string[]): Reply {
  const key = args[1]!;
  const { flags, pairs } = addOptions(args);
  let set = findAs(SortedSet, db, key);
  if (!set && flags.has("xx")) return flags.has("incr") ? null : 0;
  let [added, updated] = [0, 0];
  let last: number | undefined;
  for (const [given, member] of pairs) {
    const current = set?.score(member);
    last = newScore(flags, current, given);
    if (last === undefined) continue;
    set ??= findOrMake(SortedSet, db, key);
    if (set.set(member, last)) added++;
    else if (last !== current) updated++;
  }
  if (added + updated > 0) db.changed(key, "z", flags.has("incr") ? "zincr" : "zadd");
  if (flags.has("incr")) return last === undefined ? null : new Double(last);
  return flags.has("ch") ? added + updated : added;
}

function zincrby(db: Database, [, key, step, member]: readonly string[]): Reply {
  const by = doubleOf(step!);
  const score = (findAs(SortedSet, db, key!)?.score(member!) ?? 0) + by;
  if (Number.isNaN(score)) throw new Failure(notANumber);
  findOrMake(SortedSet, db, key!).set(member!, score);
  db.changed(key!, "z", "zincr");
  return new Double(score);
}

function zrem(db: Database, [, key, ...members]: readonly string[]): Reply {
  const set = findAs(SortedSet, db, key!);
  const removed = set ? members.filter((member) => set.delete(member)).length : 0;
  if (removed > 0) {
    db.changed(key!, "z", "zrem");
    if (set!.size === 0) db.removeEmpty(key!);
  }
  return removed;
}

const doubleOrNull = (score: number | undefined): Reply => (score === undefined ? null : new Double(score));

const zscore = (db: Database, [, key, member]: readonly string[]): Reply =>
  doubleOrNull(readAs(SortedSet, db, key!)?.score(member!));

function zmscore(db: Database, [, key, ...members]: readonly string[]): Reply {
  const set = readAs(SortedSet, db, key!);
  return members.map((member) => doubleOrNull(set?.score(member)));
}

const rank =
  (reverse: boolean) =>
  (db: Database, args: readonly string[]): Reply => {
    const [, key, member, option] = args;
    const withScore = option?.toLowerCase() === "withscore";
    if (args.length > 4 || (option !== undefined && !withScore)) throw syntaxError();
    const set = readAs(SortedSet, db, key!);
    const place = set?.rank(member!);
    if (place === undefined) return withScore ? nullArray : null;
    const found = reverse ? set!.size - 1 - place : place;
    return withScore ? [found, new Double(set!.score(member!)!)] : found;
  };

type Side = "min" | "max";

/** Takes members from an end of a set that has some. */
function take(db: Database, key: string, set: SortedSet, side: Side, count: number): Node[] {
  const taken: Node[] = [];
  while (taken.length < count && set.size > 0) {
    const node = (side === "min" ? set.first : set.last)!;
    set.delete(node.member);
    taken.push(node);
  }
  db.changed(key, "z", `zpop${side}`);
  if (set.size === 0) db.removeEmpty(key);
  return taken;
}

const pop =
  (side: Side) =>
  (db: Database, args: readonly string[], call: Call): Reply => {
    const [, key, text] = args;
    if (args.length > 3) throw syntaxError();
    const count =
      text === undefined ? 1 : integerWithin(text, 0, 2 ** 53, "ERR value is out of range, must be positive");
    const set = findAs(SortedSet, db, key!);
    if (!set || count === 0) return [];
    const taken = take(db, key!, set, side, count);
    const pairs = taken.map(({ member, score }): Reply[] => [member, new Double(score)]);
    return text !== undefined && call.protocol === 3 ? pairs : pairs.flat();
  };

const blockingPopFrom = (side: Side) =>
  blockingPop((db, key, call) => {
    const set = findAs(SortedSet, db, key);
    if (!set) return undefined;
    const [{ member, score }] = take(db, key, set, side, 1) as [Node];
    call.effects = [["ZREM", key, member]];
    return [key, member, new Double(score)];
  });

const popManyFrom = (place: 1 | 2) =>
  popMany(place, sideOf, (db, key, call, side, count) => {
    const set = findAs(SortedSet, db, key);
    if (!set) return undefined;
    const taken = take(db, key, set, side, count);
    call.effects = [["ZREM", key, ...taken.map(({ member }) => member)]];
    return [key, taken.map(({ member, score }): Reply[] => [member, new Double(score)])];
  });

function sideOf(word: string): Side {
  const side = word.toLowerCase();
  if (side !== "min" && side !== "max") throw syntaxError();
  return side;
}

function zscan(db: Database, args: readonly string[]): Reply {
  const options = scanOptions(args, 2);
  const set = readAs(SortedSet, db, args[1]!);
  const [next, found] = walkAll(set?.members, options);
  return [next, options.noValues ? found : found.flatMap((name) => [name, textOf(set!.score(name)!)])];
}

/** A score among strings. */
const textOf = (score: number) => (Number.isFinite(score) ? String(score) : score > 0 ? "inf" : "-inf");

function zrandmember(db: Database, args: readonly string[], call: Call): Reply {
  const [, key, text, word] = args;
  const count = text === undefined ? undefined : integerOf(text);
  if (args.length > 4 || (word !== undefined && word.toLowerCase() !== "withscores")) throw syntaxError();
  const set = readAs(SortedSet, db, key!);
  if (count === undefined) return set ? set.members.random() : null;
  const drawn = set ? drawDistinct(set.members, count) : [];
  if (word === undefined) return drawn;
  const pairs = drawn.map((member): Reply[] => [member, new Double(set!.score(member)!)]);
  return call.protocol === 3 ? pairs : pairs.flat();
}

export const sortedSets = family("sorted-set", "@sortedset", {
  zadd: [-4, "write denyoom fast", 1, zadd],
  zincrby: [4, "write denyoom fast", 1, zincrby],
  zrem: [-3, "write fast", 1, zrem],
  zcard: [2, "readonly fast", 1, (db, [, key]) => readAs(SortedSet, db, key!)?.size ?? 0],
  zscore: [3, "readonly fast", 1, zscore],
  zmscore: [-3, "readonly fast", 1, zmscore],
  zrank: [-3, "readonly fast", 1, rank(false)],
  zrevrank: [-3, "readonly fast", 1, rank(true)],
  zpopmin: [-2, "write fast", 1, pop("min")],
  zpopmax: [-2, "write fast", 1, pop("max")],
  bzpopmin: [-3, "write blocking fast", [1, -2, 1], blockingPopFrom("min")],
  bzpopmax: [-3, "write blocking fast", [1, -2, 1], blockingPopFrom("max")],
  zmpop: [-4, "write movablekeys", countedKeys(1), popManyFrom(1)],
  bzmpop: [-5, "write blocking movablekeys", countedKeys(2), popManyFrom(2)],
  zscan: [-3, "readonly", 1, zscan],
  zrandmember: [-2, "readonly", 1, zrandmember],
});
