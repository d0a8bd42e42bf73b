import type { Client } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, keyOf, partsOf } from "./controller.ts";
import { type Event, eventKind } from "./kinds.ts";

const keptMs = 60 * 60_000;

/** Events are news: an hour after they were last told they go. Upstream has the store forget them. */
export function eventExpiryController(client: Client, clock: Clock): Controller {
  return {
    name: "event-expiry",
    watches: [{ kind: eventKind, keys: ({ object, isGone }) => (isGone ? [] : [keyOf(object)]) }],
    async reconcile(key) {
      const { namespace, name } = partsOf(key);
      const event = client.get(eventKind, namespace, name);
      if (!event) return undefined;
      const left = expiresInMs(event, clock.now());
      if (left > 0) return left;
      await client.remove(eventKind, event);
      return undefined;
    },
  };
}

/** Some events say when they were last seen, some only when they came. */
export function expiresInMs({ lastTimestamp, metadata }: Event, now: number): number {
  return Date.parse(lastTimestamp ?? metadata.creationTimestamp) + keptMs - now;
}
