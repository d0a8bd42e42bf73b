import { Redis } from "iovalkey";
import { expect, test } from "vitest";
import { TestServer, until } from "./server.fixture.ts";

interface Session {
  readonly user: string;
}

/** What connect-redis does: SET with EX, EXPIRE at every request, SCAN to list. */
class Store {
  readonly #client: Redis;
  constructor(client: Redis) {
    this.#client = client;
  }

  async set(id: string, session: Session): Promise<void> {
    await this.#client.set(`sess:${id}`, JSON.stringify(session), "EX", 3600);
  }

  async get(id: string): Promise<Session | undefined> {
    const text = await this.#client.get(`sess:${id}`);
    return text === null ? undefined : (JSON.parse(text) as Session);
  }

  touch(id: string): Promise<number> {
    return this.#client.expire(`sess:${id}`, 3600);
  }

  destroy(id: string): Promise<number> {
    return this.#client.del(`sess:${id}`);
  }

  async ids(): Promise<Set<string>> {
    const found = new Set<string>();
    for await (const keys of this.#client.scanStream({ match: "sess:*", count: 100 })) {
      for (const key of keys as string[]) found.add(key);
    }
    return found;
  }
}

const connectTo = (port: number) => new Redis({ port, host: "127.0.0.1", retryStrategy: () => 50 });

test("a session store keeps, touches, lists and forgets sessions", async () => {
  await using server = await TestServer.start();
  const client = connectTo(server.port);
  const store = new Store(client);
  await Promise.all(Array.from({ length: 500 }, (_, i) => store.set(String(i), { user: `김 ${i}` })));
  expect(await store.get("7")).toEqual({ user: "김 7" });
  expect(await store.touch("7")).toBe(1);
  expect(await client.ttl("sess:7")).toBeGreaterThan(3590);
  await store.destroy("7");
  expect(await store.get("7")).toBeUndefined();
  expect((await store.ids()).size).toBe(499);
  client.disconnect();
});

test("Spring Session hears that a session has expired", async () => {
  await using server = await TestServer.start();
  const [client, listener] = [connectTo(server.port), connectTo(server.port)];
  await client.config("SET", "notify-keyspace-events", "Egx");
  const heard: string[] = [];
  listener.on("pmessage", (_pattern: string, channel: string, key: string) =>
    heard.push(`${channel} ${key}`),
  );
  await listener.psubscribe("__keyevent@*__:del", "__keyevent@*__:expired");
  await client
    .multi()
    .hset("spring:session:sessions:1", { lastAccessedTime: "1", maxInactiveInterval: "1" })
    .pexpire("spring:session:sessions:1", 60_000)
    .sadd("spring:session:expirations:1", "expires:1")
    .set("spring:session:sessions:expires:1", "", "PX", 100)
    .exec();
  await until(() => heard.includes("__keyevent@0__:expired spring:session:sessions:expires:1"));
  client.disconnect();
  listener.disconnect();
});

test("a lock is held by one, and a queue's worker gets what is put in", async () => {
  await using server = await TestServer.start();
  const [one, other] = [connectTo(server.port), connectTo(server.port)];
  expect(await one.set("lock", "one", "PX", 150, "NX")).toBe("OK");
  expect(await other.set("lock", "other", "PX", 150, "NX")).toBeNull();
  await until(async () => (await other.set("lock", "other", "PX", 150, "NX")) === "OK");
  const work = other.blmove("queue", "working", "LEFT", "RIGHT", 5);
  await one.rpush("queue", "job");
  expect(await work).toBe("job");
  expect(await other.lrange("working", 0, -1)).toEqual(["job"]);
  one.disconnect();
  other.disconnect();
});

test("binary values and a long pipeline come back as they went", async () => {
  await using server = await TestServer.start();
  const client = connectTo(server.port);
  const value = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  await client.set(value, value);
  expect(await client.getBuffer(value)).toEqual(value);
  const pipeline = client.pipeline();
  for (let i = 0; i < 20_000; i++) pipeline.incr("n");
  const answers = await pipeline.exec();
  expect(answers?.at(-1)).toEqual([null, 20_000]);
  client.disconnect();
});
