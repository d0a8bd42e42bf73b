import type { Database } from "../data/database.ts";
import { Failure, type Reply } from "../resp/reply.ts";
import { syntaxError } from "./arguments.ts";
import { type Call, family } from "./command.ts";
import { passableDeadline, type TimeUnit } from "./deadline.ts";

type Condition = "nx" | "xx" | "gt" | "lt";
const known: ReadonlySet<string> = new Set(["nx", "xx", "gt", "lt"]);

function conditionsOf(args: readonly string[]): ReadonlySet<Condition> {
  const words = args.slice(3).map((word) => word.toLowerCase());
  const strange = words.findIndex((word) => !known.has(word));
  if (strange >= 0) throw new Failure(`ERR Unsupported option ${args[strange + 3]}`);
  const conditions = new Set(words as Condition[]);
  if (conditions.has("nx") && conditions.size > 1) {
    throw new Failure("ERR NX and XX, GT or LT options at the same time are not compatible");
  }
  if (conditions.has("gt") && conditions.has("lt")) {
    throw new Failure("ERR GT and LT options at the same time are not compatible");
  }
  return conditions;
}

/** A key that does not expire counts as one that expires last. */
function allowed(conditions: ReadonlySet<Condition>, current: number, at: number): boolean {
  if (conditions.has("nx") && current !== 0) return false;
  if (conditions.has("xx") && current === 0) return false;
  if (conditions.has("gt") && (current === 0 || at <= current)) return false;
  return !(conditions.has("lt") && current !== 0 && at >= current);
}

const expire =
  (unit: TimeUnit, name: string) =>
  (db: Database, args: readonly string[], call: Call): Reply => {
    const key = args[1]!;
    const at = passableDeadline(unit, args[2]!, db.keyspace.time, name);
    const conditions = conditionsOf(args);
    const entry = db.find(key);
    if (!entry || !allowed(conditions, entry.expiresAt, at)) return 0;
    if (at <= db.keyspace.time && db.keyspace.time !== 0) {
      db.remove(key);
      db.changed(key, "g", "del");
      call.effects = [["DEL", key]];
      return 1;
    }
    db.deadlines.set(entry, Math.max(1, at));
    db.changed(key, "g", "expire");
    call.effects = [["PEXPIREAT", key, String(at)]];
    return 1;
  };

const remaining =
  (scale: number, absolute: boolean) =>
  (db: Database, args: readonly string[]): Reply => {
    if (args.length !== 2) throw syntaxError();
    const entry = db.peek(args[1]!);
    if (!entry) return -2;
    if (entry.expiresAt === 0) return -1;
    const ms = absolute ? entry.expiresAt : entry.expiresAt - db.keyspace.time;
    if (scale === 1) return Math.max(0, ms);
    return absolute ? Math.floor(ms / scale) : Math.round(Math.max(0, ms) / scale);
  };

function persist(db: Database, [, key]: readonly string[]): Reply {
  const entry = db.find(key!);
  if (!entry || entry.expiresAt === 0) return 0;
  db.deadlines.clear(entry);
  db.changed(key!, "g", "persist");
  return 1;
}

export const expiry = family("generic", "@keyspace", {
  expire: [-3, "write fast", 1, expire("ex", "expire")],
  pexpire: [-3, "write fast", 1, expire("px", "pexpire")],
  expireat: [-3, "write fast", 1, expire("exat", "expireat")],
  pexpireat: [-3, "write fast", 1, expire("pxat", "pexpireat")],
  ttl: [2, "readonly fast", 1, remaining(1000, false)],
  pttl: [2, "readonly fast", 1, remaining(1, false)],
  expiretime: [2, "readonly fast", 1, remaining(1000, true)],
  pexpiretime: [2, "readonly fast", 1, remaining(1, true)],
  persist: [2, "write fast", 1, persist],
});
