import type { Database } from "../data/database.ts";
import { StringSet } from "../data/dictionary.ts";
import { Failure, Members, type Reply } from "../resp/reply.ts";
import { findAs, findOrMake, integerOf, integerWithin, readAs, syntaxError } from "./arguments.ts";
import { type Call, countedKeys, family } from "./command.ts";
import { drawDistinct } from "./drawing.ts";
import { scanOptions, walkAll } from "./scanning.ts";

function sadd(db: Database, [, key, ...members]: readonly string[]): Reply {
  const set = findOrMake(StringSet, db, key!);
  const added = members.filter((member) => set.add(member)).length;
  if (added > 0) db.changed(key!, "s", "sadd");
  return added;
}

function srem(db: Database, [, key, ...members]: readonly string[]): Reply {
  const set = findAs(StringSet, db, key!);
  const removed = set ? members.filter((member) => set.delete(member)).length : 0;
  if (removed > 0) {
    db.changed(key!, "s", "srem");
    if (set!.size === 0) db.removeEmpty(key!);
  }
  return removed;
}

function smembers(db: Database, [, key]: readonly string[]): Reply {
  return new Members([...(readAs(StringSet, db, key!)?.names() ?? [])]);
}

function smismember(db: Database, [, key, ...members]: readonly string[]): Reply {
  const set = readAs(StringSet, db, key!);
  return members.map((member) => (set?.has(member) ? 1 : 0));
}

function spop(db: Database, args: readonly string[], call: Call): Reply {
  const [, key, text] = args;
  if (args.length > 3) throw syntaxError();
  const count =
    text === undefined
      ? 1
      : integerWithin(text, 0, Number.MAX_SAFE_INTEGER, "ERR value is out of range, must be positive");
  const set = findAs(StringSet, db, key!);
  if (!set || count === 0) return text === undefined ? null : new Members([]);
  const drawn = drawDistinct(set, count);
  for (const member of drawn) set.delete(member);
  call.effects = [["SREM", key!, ...drawn]];
  db.changed(key!, "s", "spop");
  if (set.size === 0) db.removeEmpty(key!);
  return text === undefined ? drawn[0]! : new Members(drawn);
}

function srandmember(db: Database, args: readonly string[]): Reply {
  const [, key, text] = args;
  if (args.length > 3) throw syntaxError();
  const count = text === undefined ? undefined : integerOf(text);
  const set = readAs(StringSet, db, key!);
  if (count === undefined) return set ? set.random() : null;
  return set ? drawDistinct(set, count) : [];
}

function smove(db: Database, [, from, to, member]: readonly string[]): Reply {
  const source = findAs(StringSet, db, from!);
  const existing = findAs(StringSet, db, to!);
  if (!source?.has(member!)) return 0;
  if (source === existing) return 1;
  source.delete(member!);
  db.changed(from!, "s", "srem");
  if (source.size === 0) db.removeEmpty(from!);
  findOrMake(StringSet, db, to!).add(member!);
  db.changed(to!, "s", "sadd");
  return 1;
}

type Operation = "union" | "inter" | "diff";

/** Members of several sets put together. Sets that are not there are empty. */
function combine(operation: Operation, sets: readonly (StringSet | undefined)[]): string[] {
  const [first, ...others] = sets;
  if (operation === "union") return [...new Set(sets.flatMap((set) => set?.names() ?? []))];
  if (operation === "diff") {
    return (first?.names() ?? []).filter((member) => !others.some((set) => set?.has(member)));
  }
  if (sets.some((set) => !set)) return [];
  const [smallest, ...larger] = (sets as StringSet[]).toSorted((a, b) => a.size - b.size);
  return smallest!.names().filter((member) => larger.every((set) => set.has(member)));
}

const combined =
  (operation: Operation) =>
  (db: Database, [, ...keys]: readonly string[]): Reply =>
    new Members(
      combine(
        operation,
        keys.map((key) => readAs(StringSet, db, key)),
      ),
    );

const combinedInto =
  (operation: Operation) =>
  (db: Database, [, target, ...keys]: readonly string[]): Reply => {
    const members = combine(
      operation,
      keys.map((key) => findAs(StringSet, db, key)),
    );
    if (members.length === 0) {
      if (db.remove(target!)) db.changed(target!, "g", "del");
      return 0;
    }
    const set = new StringSet();
    for (const member of members) set.add(member);
    db.put(target!, set);
    db.changed(target!, "s", `s${operation}store`);
    return set.size;
  };

function sintercard(db: Database, args: readonly string[]): Reply {
  const count = integerWithin(args[1]!, 1, 2 ** 31, "ERR numkeys should be greater than 0");
  if (count > args.length - 2) throw new Failure("ERR Number of keys can't be greater than number of args");
  const rest = args.slice(2 + count);
  if (rest.length > 0 && (rest.length !== 2 || rest[0]!.toLowerCase() !== "limit")) throw syntaxError();
  const limit = rest[1] === undefined ? 0 : integerWithin(rest[1], 0, 2 ** 53, "ERR LIMIT can't be negative");
  const found = combine(
    "inter",
    args.slice(2, 2 + count).map((key) => readAs(StringSet, db, key)),
  ).length;
  return limit > 0 ? Math.min(limit, found) : found;
}

function sscan(db: Database, args: readonly string[]): Reply {
  const options = scanOptions(args, 2);
  return walkAll(readAs(StringSet, db, args[1]!), options);
}

export const sets = family("set", "@set", {
  sadd: [-3, "write denyoom fast", 1, sadd],
  srem: [-3, "write fast", 1, srem],
  smembers: [2, "readonly", 1, smembers],
  sismember: [
    3,
    "readonly fast",
    1,
    (db, [, key, member]) => (readAs(StringSet, db, key!)?.has(member!) ? 1 : 0),
  ],
  smismember: [-3, "readonly fast", 1, smismember],
  scard: [2, "readonly fast", 1, (db, [, key]) => readAs(StringSet, db, key!)?.size ?? 0],
  spop: [-2, "write fast", 1, spop],
  srandmember: [-2, "readonly", 1, srandmember],
  smove: [4, "write fast", [1, 2, 1], smove],
  sunion: [-2, "readonly", [1, -1, 1], combined("union")],
  sinter: [-2, "readonly", [1, -1, 1], combined("inter")],
  sdiff: [-2, "readonly", [1, -1, 1], combined("diff")],
  sunionstore: [-3, "write denyoom", [1, -1, 1], combinedInto("union")],
  sinterstore: [-3, "write denyoom", [1, -1, 1], combinedInto("inter")],
  sdiffstore: [-3, "write denyoom", [1, -1, 1], combinedInto("diff")],
  sintercard: [-3, "readonly movablekeys", countedKeys(1), sintercard],
  sscan: [-3, "readonly", 1, sscan],
});
