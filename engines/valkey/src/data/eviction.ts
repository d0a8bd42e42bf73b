import type { Database } from "./database.ts";
import type { Entry } from "./entry.ts";

export const policies = [
  "noeviction",
  "allkeys-lru",
  "allkeys-random",
  "volatile-lru",
  "volatile-random",
  "volatile-ttl",
] as const;

/** Which keys go when memory is short. */
export type Policy = (typeof policies)[number];

interface Candidate {
  readonly db: Database;
  readonly entry: Entry;
}

/** The key to remove: the best by the policy of some drawn at random, as Valkey does; undefined when there is none. */
export function victim(
  databases: readonly Database[],
  policy: Policy,
  samples: number,
): Candidate | undefined {
  if (policy === "noeviction") return undefined;
  const onlyVolatile = policy.startsWith("volatile-");
  const count = policy.endsWith("-random") ? 1 : samples;
  let best: Candidate | undefined;
  for (let i = 0; i < count; i++) {
    const db = drawDatabase(databases, onlyVolatile);
    const entry = db && draw(db, onlyVolatile);
    if (entry && (!best || sooner(policy, entry, best.entry))) best = { db, entry };
  }
  return best;
}

const sooner = (policy: Policy, a: Entry, b: Entry) =>
  policy === "volatile-ttl" ? a.expiresAt < b.expiresAt : a.used < b.used;

const sizeOf = (db: Database, onlyVolatile: boolean) => (onlyVolatile ? db.deadlines.size : db.keys.size);

/** One of the databases, the likelier the more keys it has. */
function drawDatabase(databases: readonly Database[], onlyVolatile: boolean): Database | undefined {
  const total = databases.reduce((sum, db) => sum + sizeOf(db, onlyVolatile), 0);
  let left = Math.random() * total;
  for (const db of databases) {
    left -= sizeOf(db, onlyVolatile);
    if (left < 0) return db;
  }
  return undefined;
}

const draw = (db: Database, onlyVolatile: boolean) =>
  onlyVolatile ? db.deadlines.random() : db.keys.valueAt(Math.floor(Math.random() * db.keys.size));
