import type { Declared } from "../declared/declared.ts";
import type { SessionStore } from "../stores/store.ts";
import { idsOf, type Session, sessionsOf } from "./sessions.ts";

/** As many are looked through for a user whose sessions the library keeps no list of, and as long. */
const mostLooked = 200_000;
const mostMs = 5_000;

export interface Wanted {
  /** Exactly; empty: any. */
  readonly id: string;
  /** Exactly, whatever its case; empty: any. */
  readonly user: string;
  readonly limit: number;
}

export interface FoundSessions {
  /** Those that were used last come first. */
  readonly sessions: readonly Session[];
  /** Not all were looked through. */
  readonly isPartial: boolean;
}

export async function findSessions(
  store: SessionStore,
  declared: Declared,
  { id, user, limit }: Wanted,
  now: number,
  signal: AbortSignal,
): Promise<FoundSessions> {
  const listed = user === "" ? undefined : await listedIds(store, declared, user);
  const exact = id === "" ? listed : [id];
  if (exact !== undefined) {
    const found = await sessionsOf(store, declared, exact.slice(0, limit), now);
    const isWanted = (session: Session) => user === "" || listed !== undefined || isOf(session, user);
    return { sessions: byUse(found.filter(isWanted)), isPartial: exact.length > limit };
  }
  return looked(store, declared, { user, limit }, now, signal);
}

async function listedIds(
  store: SessionStore,
  { layout, prefix }: Declared,
  user: string,
): Promise<string[] | undefined> {
  const key = layout.indexOf?.(prefix, user);
  if (key === undefined) return undefined;
  const ids = await store.ask((client) => client.smembers(key));
  return ids.length === 0 ? undefined : ids.map((id) => id.replace(/^"(.*)"$/, "$1"));
}

async function looked(
  store: SessionStore,
  declared: Declared,
  { user, limit }: Pick<Wanted, "user" | "limit">,
  now: number,
  signal: AbortSignal,
): Promise<FoundSessions> {
  const deadline = performance.now() + mostMs;
  const found = new Map<string, Session>();
  let seen = 0;
  for await (const ids of idsOf(store, declared, signal)) {
    for (const session of await sessionsOf(store, declared, ids, now))
      if (user === "" || isOf(session, user)) found.set(session.id, session);
    seen += ids.length;
    const isEnough = user === "" ? found.size >= limit : seen >= mostLooked;
    if (isEnough || performance.now() > deadline) return { sessions: first(found, limit), isPartial: true };
  }
  return { sessions: first(found, limit), isPartial: found.size > limit };
}

const isOf = (session: Session, user: string): boolean => session.user?.toLowerCase() === user.toLowerCase();

const byUse = (sessions: readonly Session[]): Session[] =>
  sessions.toSorted((a, b) => (b.lastSeenAt ?? b.expiresAt ?? 0) - (a.lastSeenAt ?? a.expiresAt ?? 0));

const first = (found: ReadonlyMap<string, Session>, limit: number): Session[] =>
  byUse([...found.values()]).slice(0, limit);
