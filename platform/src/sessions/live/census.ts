import type { Band, Census } from "../api.ts";
import type { Declared } from "../declared/declared.ts";
import type { SessionStore } from "../stores/store.ts";
import { idsOf, type Session, sessionsOf } from "./sessions.ts";

/** What is counted at once, and what is looked at closely, an even part of all: of so many a half is known to 5 %. */
const mostCounted = 1_000_000;
const mostLooked = 500;

const minute = 60_000;
const idleBounds = [minute, 5 * minute, 15 * minute, 60 * minute, 6 * 60 * minute, 24 * 60 * minute];
const ageBounds = [15 * minute, 60 * minute, 6 * 60 * minute, 24 * 60 * minute, 7 * 24 * 60 * minute];
const sizeBounds = [512, 1024, 4096, 16_384, 65_536, 262_144];

export async function censusOf(
  store: SessionStore,
  declared: Declared,
  now: number,
  signal: AbortSignal,
): Promise<Census> {
  let count = 0;
  const kept: string[] = [];
  for await (const ids of idsOf(store, declared, signal)) {
    for (const id of ids) {
      // Each one that has been seen is as likely to be kept. Source: Vitter, "Random Sampling with a Reservoir", algorithm R
      const place = count < mostLooked ? count : Math.floor(Math.random() * (count + 1));
      if (place < mostLooked) kept[place] = id;
      count++;
    }
    if (count >= mostCounted) break;
  }
  const looked = await sessionsOf(store, declared, kept, now);
  return { at: now, isPartial: count >= mostCounted, ...summary(looked, count, now) };
}

function summary(looked: readonly Session[], count: number, now: number): Omit<Census, "at" | "isPartial"> {
  const scale = looked.length === 0 ? 0 : count / looked.length;
  const scaled = (number: number) => Math.round(number * scale);
  const bytes = looked.reduce((sum, session) => sum + session.bytes, 0);
  const since = (of: (session: Session) => number | null) =>
    looked.map(of).flatMap((at) => (at === null ? [] : [Math.max(0, now - at)]));
  const bands = (values: readonly number[], bounds: readonly number[]) => bandsOf(values, bounds, scaled);
  return {
    sessions: count,
    looked: looked.length,
    signedIn: scaled(looked.filter(({ user }) => user !== null).length),
    bytes: scaled(bytes),
    largestBytes: Math.max(0, ...looked.map((session) => session.bytes)),
    idle: bands(
      since(({ lastSeenAt }) => lastSeenAt),
      idleBounds,
    ),
    age: bands(
      since(({ createdAt }) => createdAt),
      ageBounds,
    ),
    size: bands(
      looked.map((session) => session.bytes),
      sizeBounds,
    ),
  };
}

function bandsOf(
  values: readonly number[],
  bounds: readonly number[],
  scaled: (count: number) => number,
): Band[] {
  if (values.length === 0) return [];
  return [...bounds, null].map((below, index) => {
    const from = index === 0 ? 0 : (bounds[index - 1] ?? 0);
    const count = values.filter((value) => value >= from && (below === null || value < below)).length;
    return { below, count: scaled(count) };
  });
}
