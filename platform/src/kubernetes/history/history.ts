import type { z } from "zod";
import { type Read, windowOf } from "#telemetry/query/index.ts";
import type { listChanges, listEvents } from "./api.ts";
import { changes, events } from "./store.ts";

export async function eventsIn(read: Read, input: z.output<typeof listEvents.input>, now: number) {
  const found = await events(read, windowOf(input, now), {
    ...input,
    type: input.type,
    limit: input.limit + 1,
  });
  return { events: found.slice(0, input.limit), isTruncated: found.length > input.limit };
}

export async function changesIn(read: Read, input: z.output<typeof listChanges.input>, now: number) {
  const found = await changes(read, windowOf(input, now), {
    ...input,
    type: input.type,
    limit: input.limit + 1,
  });
  return { changes: found.slice(0, input.limit), isTruncated: found.length > input.limit };
}
