import type { Redis } from "iovalkey";
import type { Declared } from "../declared/declared.ts";
import type { SessionFacts, Stored } from "../layouts/layout.ts";
import { idOf, keyOf, patternOf } from "../layouts/layouts.ts";
import type { Client } from "../stores/client.ts";
import type { SessionStore } from "../stores/store.ts";

/** One session as it is now. Milliseconds since 1970, bytes. */
export interface Session extends SessionFacts {
  readonly id: string;
  /** null: never. */
  readonly expiresAt: number | null;
  readonly bytes: number;
}

const scanned = 1_000;
const batch = 200;

/** The ids of an application's sessions, some at a time; one that is there all along is found, perhaps twice. */
export async function* idsOf(
  store: SessionStore,
  { layout, prefix }: Declared,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const pattern = patternOf(layout, prefix);
  for (const master of store.masters()) {
    let cursor = "0";
    do {
      signal.throwIfAborted();
      const [next, keys] = await store.ask(() => master.scan(cursor, "MATCH", pattern, "COUNT", scanned));
      const ids = keys.map((key) => idOf(layout, prefix, key)).filter((id) => id !== undefined);
      if (ids.length > 0) yield ids;
      cursor = next;
    } while (cursor !== "0");
  }
}

/** What is known of sessions; those that are gone meanwhile are left out. */
export async function sessionsOf(
  store: SessionStore,
  declared: Declared,
  ids: readonly string[],
  now: number,
): Promise<Session[]> {
  const found: Session[] = [];
  for (let first = 0; first < ids.length; first += batch) {
    const some = ids.slice(first, first + batch);
    const read = await Promise.all(
      some.map((id) => store.ask((client) => sessionOf(client, declared, id, now))),
    );
    found.push(...read.filter((session) => session !== undefined));
  }
  return found;
}

async function sessionOf(
  client: Client,
  { layout, prefix, userPath }: Declared,
  id: string,
  now: number,
): Promise<Session | undefined> {
  const key = keyOf(layout, prefix, id);
  const [stored, leftMs, memory] = await Promise.all([
    layout.type === "hash" ? hashOf(client, key) : client.getBuffer(key),
    client.pttl(key),
    // A server may not let us ask; the value's size is nearly it.
    client.memory("USAGE", key).catch(() => null),
  ]);
  if (stored === null || leftMs === -2) return undefined;
  return {
    id,
    ...layout.read(stored, { userPath, leftMs, now }),
    expiresAt: leftMs < 0 ? null : now + leftMs,
    bytes: memory ?? sizeOf(stored),
  };
}

async function hashOf(client: Client, key: string): Promise<ReadonlyMap<string, Buffer> | null> {
  const fields = Object.entries(await (client as Redis).hgetallBuffer(key));
  return fields.length === 0 ? null : new Map(fields);
}

const sizeOf = (stored: Stored): number =>
  Buffer.isBuffer(stored)
    ? stored.length
    : [...stored].reduce((sum, [field, value]) => sum + field.length + value.length, 0);

/** Ends sessions: whoever has them is signed out at the next request.
 *  @returns how many were there */
export async function endSessions(
  store: SessionStore,
  { layout, prefix }: Declared,
  sessions: readonly Pick<Session, "id" | "user">[],
): Promise<number> {
  let ended = 0;
  for (const { id, user } of sessions) {
    const key = keyOf(layout, prefix, id);
    ended += await store.ask((client) => client.del(key));
    for (const other of layout.besides?.(prefix, id) ?? []) await store.ask((client) => client.del(other));
    const index = user === null ? undefined : layout.indexOf?.(prefix, user);
    if (index !== undefined) await store.ask((client) => client.srem(index, id));
  }
  return ended;
}
