import type { Database } from "../data/database.ts";
import { Hash, StringSet } from "../data/dictionary.ts";
import { type Entry, sizeOf, typeOf, type Value } from "../data/entry.ts";
import { globMatches } from "../data/glob.ts";
import { List } from "../data/list.ts";
import { SortedSet } from "../data/sorted-set.ts";
import { Failure, ok, Pairs, type Reply, Simple } from "../resp/reply.ts";
import type { Session } from "../server/session.ts";
import { integerWithin, noSuchKey, syntaxError } from "./arguments.ts";
import { family } from "./command.ts";
import { scanOptions } from "./scanning.ts";

function del(db: Database, [, ...keys]: readonly string[]): Reply {
  let removed = 0;
  for (const key of keys) {
    if (!db.remove(key)) continue;
    db.changed(key, "g", "del");
    removed++;
  }
  return removed;
}

const exists = (db: Database, [, ...keys]: readonly string[]): Reply =>
  keys.filter((key) => db.read(key)).length;

const touch = (db: Database, [, ...keys]: readonly string[]): Reply =>
  keys.filter((key) => db.read(key)).length;

function type(db: Database, [, key]: readonly string[]): Reply {
  const entry = db.peek(key!);
  return new Simple(entry ? typeOf(entry.value) : "none");
}

function keys(db: Database, [, pattern]: readonly string[]): Reply {
  return db.keys.names().filter((key) => globMatches(pattern!, key) && db.peek(key));
}

function scan(db: Database, args: readonly string[]): Reply {
  const options = scanOptions(args, 1, true);
  const found: string[] = [];
  const next = db.keys.walk(options.cursor, options.count, (key) => {
    if (options.pattern !== undefined && !globMatches(options.pattern, key)) return;
    const entry = db.peek(key);
    if (entry && (options.type === undefined || typeOf(entry.value) === options.type)) found.push(key);
  });
  return [String(next), found];
}

/** Moves a value with its deadline to another key, which loses what it had. */
function move(db: Database, from: string, to: string): void {
  const { value, expiresAt } = db.find(from)!;
  db.remove(from);
  db.changed(from, "g", "rename_from");
  const entry = db.put(to, value);
  if (expiresAt !== 0) db.deadlines.set(entry, expiresAt);
  db.changed(to, "g", "rename_to");
}

function rename(db: Database, [, from, to]: readonly string[]): Reply {
  if (!db.find(from!)) throw noSuchKey();
  if (from !== to) move(db, from!, to!);
  return ok;
}

function renamenx(db: Database, [, from, to]: readonly string[]): Reply {
  if (!db.find(from!)) throw noSuchKey();
  if (db.find(to!)) return 0;
  move(db, from!, to!);
  return 1;
}

function databaseAt(db: Database, text: string): Database {
  const { databases } = db.keyspace;
  const index = integerWithin(text, -(2 ** 31), 2 ** 31 - 1, "ERR value is out of range");
  const chosen = databases[index];
  if (!chosen) throw new Failure("ERR DB index is out of range");
  return chosen;
}

function copy(db: Database, args: readonly string[]): Reply {
  const [, from, to] = args as [string, string, string];
  let target = db;
  let replace = false;
  for (let i = 3; i < args.length; i++) {
    const word = args[i]!.toLowerCase();
    if (word === "replace") replace = true;
    else if (word === "db" && i + 1 < args.length) target = databaseAt(db, args[++i]!);
    else throw syntaxError();
  }
  if (target === db && from === to) throw new Failure("ERR source and destination objects are the same");
  const entry = db.read(from);
  if (!entry || (!replace && target.find(to))) return 0;
  target.remove(to);
  placeCopy(target, to, entry);
  target.changed(to, "g", "copy_to");
  return 1;
}

function placeCopy(target: Database, key: string, source: Entry): void {
  const copied = target.put(key, copyOf(source.value));
  if (source.expiresAt !== 0) target.deadlines.set(copied, source.expiresAt);
}

function copyOf(value: Value): Value {
  if (typeof value === "string") return value;
  if (value instanceof List) return List.of(value.items());
  if (value instanceof SortedSet) {
    const copied = new SortedSet();
    for (let node = value.first; node; node = node.next[0]) copied.set(node.member, node.score);
    return copied;
  }
  if (value instanceof Hash) {
    const copied = new Hash();
    value.names().forEach((name, place) => copied.set(name, value.valueAt(place)));
    return copied;
  }
  const copied = new StringSet();
  for (const name of value.names()) copied.add(name);
  return copied;
}

function moveKey(db: Database, [, key, index]: readonly string[]): Reply {
  const target = databaseAt(db, index!);
  if (target === db) throw new Failure("ERR source and destination objects are the same");
  const entry = db.find(key!);
  if (!entry || target.find(key!)) return 0;
  placeCopy(target, key!, entry);
  target.changed(key!, "g", "move_to");
  db.remove(key!);
  db.changed(key!, "g", "move_from");
  return 1;
}

function flush(db: Database, args: readonly string[], all: boolean): Reply {
  const mode = args[1]?.toLowerCase();
  if (args.length > 2 || (mode !== undefined && mode !== "sync" && mode !== "async")) throw syntaxError();
  for (const each of all ? db.keyspace.databases : [db]) each.clear();
  db.keyspace.dirty++;
  return ok;
}

const encodings = { string: "raw", hash: "hashtable", list: "quicklist", set: "hashtable", zset: "skiplist" };

/** The names that Valkey gives to how it keeps a value; here they say what kind it is, no more. */
function encodingOf(value: Value): string {
  if (typeof value !== "string") return encodings[typeOf(value)];
  if (/^(0|-?[1-9]\d{0,17})$/.test(value)) return "int";
  return value.length <= 44 ? "embstr" : "raw";
}

function object(db: Database, args: readonly string[]): Reply {
  const [, subcommand, key] = args;
  const entry = db.peek(key ?? "");
  switch (subcommand!.toLowerCase()) {
    case "help":
      return ["OBJECT ENCODING|IDLETIME|REFCOUNT <key>"].map((line) => new Simple(line));
    case "encoding":
      return entry ? encodingOf(entry.value) : null;
    case "idletime":
      return entry ? db.keyspace.idleSeconds(entry) : null;
    case "refcount":
      return entry ? 1 : null;
    case "freq":
      if (!entry) return null;
      throw new Failure(
        "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.",
      );
    default:
      throw new Failure(`ERR unknown subcommand '${subcommand}'. Try OBJECT HELP.`);
  }
}

function memory(db: Database, args: readonly string[], session: Session): Reply {
  const subcommand = args[1]!.toLowerCase();
  if (subcommand === "usage" && args.length >= 3) {
    const entry = db.peek(args[2]!);
    return entry ? sizeOf(entry) : null;
  }
  if (subcommand === "doctor")
    return "Keys are estimated; see INFO memory for what the process really takes.";
  if (subcommand === "stats") {
    return new Pairs([
      "keys.count",
      db.keys.size,
      "dataset.bytes",
      db.keyspace.bytes,
      "total.allocated",
      process.memoryUsage.rss(),
      "clients.normal",
      session.engine.sessions.size,
    ]);
  }
  throw new Failure(`ERR unknown subcommand '${args[1]}'. Try MEMORY HELP.`);
}

export const keyCommands = family("generic", "@keyspace", {
  del: [-2, "write", [1, -1, 1], del],
  unlink: [-2, "write fast", [1, -1, 1], del],
  exists: [-2, "readonly fast", [1, -1, 1], exists],
  touch: [-2, "readonly fast", [1, -1, 1], touch],
  type: [2, "readonly fast", 1, type],
  keys: [2, "readonly @dangerous", 0, keys],
  scan: [-2, "readonly", 0, scan],
  rename: [3, "write", [1, 2, 1], rename],
  renamenx: [3, "write fast", [1, 2, 1], renamenx],
  copy: [-3, "write denyoom", [1, 2, 1], copy],
  move: [3, "write fast", 1, moveKey],
  randomkey: [1, "readonly", 0, (db) => db.random() ?? null],
  dbsize: [1, "readonly fast", 0, (db) => db.keys.size],
  flushdb: [-1, "write @dangerous", 0, (db, args) => flush(db, args, false)],
  flushall: [-1, "write @dangerous", 0, (db, args) => flush(db, args, true)],
  object: [-2, "readonly", [2, 2, 1], object, ["encoding", "freq", "help", "idletime", "refcount"]],
  memory: [-2, "readonly", [2, 2, 1], memory, ["doctor", "stats", "usage"]],
});
