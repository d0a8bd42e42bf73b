import type { Database } from "../data/database.ts";
import { Hash } from "../data/dictionary.ts";
import { addDecimals, parseBigInteger, parseDouble } from "../data/number.ts";
import { Failure, ok, Pairs, type Reply } from "../resp/reply.ts";
import {
  findAs,
  findOrMake,
  integerOf,
  notFloat,
  notInteger,
  readAs,
  syntaxError,
  wrongArity,
} from "./arguments.ts";
import { type Call, family } from "./command.ts";
import { drawDistinct } from "./drawing.ts";
import { scanOptions, walkAll } from "./scanning.ts";

function setAll(db: Database, args: readonly string[]): number {
  if (args.length % 2 !== 0) throw wrongArity(args[0]!);
  const hash = findOrMake(Hash, db, args[1]!);
  let added = 0;
  for (let i = 2; i < args.length; i += 2) if (hash.set(args[i]!, args[i + 1]!)) added++;
  db.changed(args[1]!, "h", "hset");
  return added;
}

function hmset(db: Database, args: readonly string[]): Reply {
  setAll(db, args);
  return ok;
}

function hsetnx(db: Database, [, key, field, value]: readonly string[]): Reply {
  if (findAs(Hash, db, key!)?.has(field!)) return 0;
  findOrMake(Hash, db, key!).set(field!, value!);
  db.changed(key!, "h", "hset");
  return 1;
}

const hget = (db: Database, [, key, field]: readonly string[]): Reply =>
  readAs(Hash, db, key!)?.get(field!) ?? null;

function hmget(db: Database, [, key, ...fields]: readonly string[]): Reply {
  const hash = readAs(Hash, db, key!);
  return fields.map((field) => hash?.get(field) ?? null);
}

function hdel(db: Database, [, key, ...fields]: readonly string[]): Reply {
  const hash = findAs(Hash, db, key!);
  const removed = hash ? fields.filter((field) => hash.delete(field)).length : 0;
  if (removed > 0) {
    db.changed(key!, "h", "hdel");
    if (hash!.size === 0) db.removeEmpty(key!);
  }
  return removed;
}

const pairsOf = (hash: Hash): string[] => hash.names().flatMap((name, place) => [name, hash.valueAt(place)]);

function hgetall(db: Database, [, key]: readonly string[]): Reply {
  const hash = readAs(Hash, db, key!);
  return new Pairs(hash ? pairsOf(hash) : []);
}

const hkeys = (db: Database, [, key]: readonly string[]): Reply => [
  ...(readAs(Hash, db, key!)?.names() ?? []),
];

function hvals(db: Database, [, key]: readonly string[]): Reply {
  const hash = readAs(Hash, db, key!);
  return hash ? hash.names().map((_, place) => hash.valueAt(place)) : [];
}

function hincrby(db: Database, [, key, field, step]: readonly string[]): Reply {
  const by = parseBigInteger(step!);
  if (by === undefined) throw notInteger();
  const current = parseBigInteger(findAs(Hash, db, key!)?.get(field!) ?? "0");
  if (current === undefined) throw new Failure("ERR hash value is not an integer");
  const sum = current + by;
  if (sum >= 2n ** 63n || sum < -(2n ** 63n)) throw new Failure("ERR increment or decrement would overflow");
  findOrMake(Hash, db, key!).set(field!, String(sum));
  db.changed(key!, "h", "hincrby");
  return sum;
}

function hincrbyfloat(db: Database, [, key, field, step]: readonly string[], call: Call): Reply {
  if (parseDouble(step!) === undefined) throw notFloat();
  const current = findAs(Hash, db, key!)?.get(field!) ?? "0";
  if (parseDouble(current) === undefined) throw new Failure("ERR hash value is not a float");
  const sum = addDecimals(current, step!);
  if (sum === undefined) throw new Failure("ERR increment would produce NaN or Infinity");
  findOrMake(Hash, db, key!).set(field!, sum);
  db.changed(key!, "h", "hincrbyfloat");
  call.effects = [["HSET", key!, field!, sum]];
  return sum;
}

function hscan(db: Database, args: readonly string[]): Reply {
  const options = scanOptions(args, 2);
  const hash = readAs(Hash, db, args[1]!);
  const [next, found] = walkAll(hash, options);
  return [next, options.noValues ? found : found.flatMap((name) => [name, hash!.get(name)!])];
}

function hrandfield(db: Database, args: readonly string[], call: Call): Reply {
  const [, key, text, word] = args;
  const count = text === undefined ? undefined : integerOf(text);
  if (args.length > 4 || (word !== undefined && word.toLowerCase() !== "withvalues")) throw syntaxError();
  const hash = readAs(Hash, db, key!);
  if (count === undefined) return hash ? hash.random() : null;
  const drawn = hash ? drawDistinct(hash, count) : [];
  if (word === undefined) return drawn;
  const pairs = drawn.map((name): [string, string] => [name, hash!.get(name)!]);
  return call.protocol === 3 ? pairs : pairs.flat();
}

export const hashes = family("hash", "@hash", {
  hset: [-4, "write denyoom fast", 1, setAll],
  hmset: [-4, "write denyoom fast", 1, hmset],
  hsetnx: [4, "write denyoom fast", 1, hsetnx],
  hget: [3, "readonly fast", 1, hget],
  hmget: [-3, "readonly fast", 1, hmget],
  hdel: [-3, "write fast", 1, hdel],
  hlen: [2, "readonly fast", 1, (db, [, key]) => readAs(Hash, db, key!)?.size ?? 0],
  hstrlen: [3, "readonly fast", 1, (db, [, key, field]) => readAs(Hash, db, key!)?.get(field!)?.length ?? 0],
  hexists: [3, "readonly fast", 1, (db, [, key, field]) => (readAs(Hash, db, key!)?.has(field!) ? 1 : 0)],
  hgetall: [2, "readonly", 1, hgetall],
  hkeys: [2, "readonly", 1, hkeys],
  hvals: [2, "readonly", 1, hvals],
  hincrby: [4, "write denyoom fast", 1, hincrby],
  hincrbyfloat: [4, "write denyoom fast", 1, hincrbyfloat],
  hscan: [-3, "readonly", 1, hscan],
  hrandfield: [-2, "readonly", 1, hrandfield],
});
