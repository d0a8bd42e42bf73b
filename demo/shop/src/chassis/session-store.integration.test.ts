import { type RunningValkey, startValkey } from "@naru/testkit/valkey";
import type { SessionData } from "express-session";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, connectServer } from "./session-client.ts";
import { SessionStore } from "./session-store.ts";

let server: RunningValkey;
let connection: Connection;

beforeAll(async () => {
  server = await startValkey();
  const uri = `redis://127.0.0.1:${server.port}/0`;
  connection = connectServer(uri, { onError: () => undefined, onReady: () => undefined });
  await connection.reached;
});
afterAll(async () => {
  connection.close();
  await server.stop();
});

const session = { cookie: { originalMaxAge: 60_000 }, cartId: "c1" } as SessionData;

test.each([0, 1])(
  "a session is kept and ended, with %i replicas wanted where there are none",
  async (replicas) => {
    const store = new SessionStore(connection.client, `shop:${replicas}:`, replicas);
    await store.set("one", session);
    expect(await store.get("one")).toMatchObject({ cartId: "c1" });
    expect(store.isConfirmed).toBe(false);
    await store.destroy("one");
    expect(await store.get("one")).toBeNull();
  },
);

test("whoever asks by a callback is told once, errors too", async () => {
  const store = new SessionStore(connection.client, "shop:told:", 0);
  const told = await new Promise((resolve) => void store.set("one", session, resolve));
  expect(told).toBeNull();
  await server.stop();
  const error = await new Promise((resolve) => void store.get("one", resolve));
  expect(error).toBeInstanceOf(Error);
  server = await startValkey({ port: server.port });
});
