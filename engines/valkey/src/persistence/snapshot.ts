import { Hash, StringSet } from "../data/dictionary.ts";
import type { Entry } from "../data/entry.ts";
import { List } from "../data/list.ts";
import { formatDouble } from "../data/number.ts";

/** How many items one command has. */
const batch = 64;

/** The commands that make a key what it is. */
export function* commandsOf(entry: Entry): Generator<string[]> {
  const { key, value, expiresAt } = entry;
  if (typeof value === "string") {
    yield expiresAt === 0 ? ["SET", key, value] : ["SET", key, value, "PXAT", String(expiresAt)];
    return;
  }
  if (value instanceof Hash) {
    yield* batched(["HSET", key], value.size, (place) => [value.nameAt(place), value.valueAt(place)]);
  } else if (value instanceof List) {
    yield* batched(["RPUSH", key], value.length, (place) => [value.at(place)!]);
  } else if (value instanceof StringSet) {
    yield* batched(["SADD", key], value.size, (place) => [value.nameAt(place)]);
  } else {
    const { members } = value;
    yield* batched(["ZADD", key], members.size, (place) => [
      formatDouble(members.valueAt(place)),
      members.nameAt(place),
    ]);
  }
  if (expiresAt !== 0) yield ["PEXPIREAT", key, String(expiresAt)];
}

function* batched(
  head: readonly string[],
  size: number,
  itemAt: (place: number) => readonly string[],
): Generator<string[]> {
  for (let from = 0; from < size; from += batch) {
    const command = [...head];
    for (let place = from; place < Math.min(size, from + batch); place++) command.push(...itemAt(place));
    yield command;
  }
}
