import type { ChangeRow, EventRow } from "../../api.ts";

/** One thing that happened, a change or an event. */
export interface Happening {
  readonly id: string;
  readonly time: number;
  readonly change?: ChangeRow;
  readonly event?: EventRow;
}

/** Changes and events as they followed each other, the earliest first. What a change tells is not told again by an event
 *  of the same object, reason and second.
 *  @param at  the moment in question, milliseconds since 1970
 *  @returns   what came before it, and what after */
export function around(changes: readonly ChangeRow[], events: readonly EventRow[], at: number) {
  const told = new Set(changes.map(({ object, reason, time }) => keyOf(object.name, reason, time)));
  const all: Happening[] = [
    ...changes.map((change) => ({ id: change.id, time: change.time, change })),
    ...events
      .filter(({ object, reason, time }) => !told.has(keyOf(object.name, reason, time)))
      .map((event) => ({
        id: [event.object.name, event.reason, event.firstTime, event.message].join(" "),
        time: event.time,
        event,
      })),
  ].toSorted((a, b) => a.time - b.time);
  return { before: all.filter(({ time }) => time <= at), after: all.filter(({ time }) => time > at) };
}

const keyOf = (name: string, reason: string, time: number) =>
  [name, reason, Math.floor(time / 1000)].join(" ");
