import { setTimeout as sleep } from "node:timers/promises";
import { RedisStore } from "connect-redis";
import { createClient } from "redis";
import { env } from "./env.ts";
import { log } from "./log.ts";

/** How long anything may take: a store that is gone without a word must not hold up the shop. */
const mostMs = 1_000;
const pingEveryMs = 2_000;
const silentMs = 5_000;
const longestPauseMs = 1_000;

/** Where visitors' sessions are kept, from SESSIONS_URI and SESSIONS_PREFIX, as a Service Binding has them. While it is away commands
 *  fail at once; it is reached again by itself.
 *  @returns once it is reached, or is late */
export async function connectSessions(): Promise<{ readonly store: RedisStore; close(): Promise<void> }> {
  const client = createClient({
    url: env("SESSIONS_URI"),
    disableOfflineQueue: true,
    pingInterval: pingEveryMs,
    commandOptions: { timeout: mostMs },
    socket: {
      connectTimeout: mostMs,
      socketTimeout: silentMs,
      reconnectStrategy: (attempts) => Math.min(longestPauseMs, 50 * 2 ** Math.min(attempts, 10)),
    },
  });
  let isAway = false;
  client.on("error", (err: unknown) => {
    if (!isAway) log.warn({ err }, "the session store is away");
    isAway = true;
  });
  client.on("ready", () => {
    if (isAway) log.info("the session store is back");
    isAway = false;
  });
  const reached = client.connect().catch((err: unknown) => log.warn({ err }, "the session store is away"));
  await Promise.race([reached, sleep(mostMs, undefined, { ref: false })]);
  return {
    store: new RedisStore({ client, prefix: env("SESSIONS_PREFIX") }),
    close: async () => client.destroy(),
  };
}
