import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { TestServer, until } from "./server.fixture.ts";

const infoOf = (text: string, name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(text)?.[1]);

test("ten thousand keys that expire are gone soon after, and told of", async () => {
  await using server = await TestServer.start();
  const [client, listener] = [await server.client(), await server.client()];
  await client.call("CONFIG", "SET", "notify-keyspace-events", "Ex");
  await listener.call("SUBSCRIBE", "__keyevent@0__:expired");
  let told = 0;
  void (async () => {
    while (await listener.next(10_000)) told++;
  })();
  for (let i = 0; i < 10_000; i++) client.send(["SET", `k${i}`, "v", "PX", String(200 + (i % 300))]);
  for (let i = 0; i < 10_000; i++) await client.next(5000);
  await until(async () => (await client.call("DBSIZE")) === "0");
  await until(() => told === 10_000);
  expect(infoOf(await client.call("INFO", "stats"), "expired_keys")).toBe(10_000);
  expect(infoOf(await client.call("INFO", "memory"), "used_memory")).toBe(0);
});

test("what is evicted keeps the keys within the limit, and what is used stays longest", async () => {
  const maxMemory = 1024 * 1024;
  await using server = await TestServer.start({ maxMemory, policy: "allkeys-lru" });
  const client = await server.client();
  await client.call("SET", "precious", "v");
  for (let i = 0; i < 6000; i++) {
    await client.call("SET", `k${i}`, "x".repeat(400));
    if (i % 10 === 0) await client.call("GET", "precious");
    if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 110));
  }
  const used = infoOf(await client.call("INFO", "memory"), "used_memory");
  expect(used).toBeLessThan(maxMemory + 1000);
  expect(used).toBeGreaterThan(maxMemory * 0.9);
  expect(await client.call("GET", "precious")).toBe('"v"');
  expect(infoOf(await client.call("INFO", "stats"), "evicted_keys")).toBeGreaterThan(3000);
}, 30_000);

test("volatile policies take no key that shall stay", async () => {
  for (const policy of ["volatile-ttl", "volatile-lru", "volatile-random"] as const) {
    await using server = await TestServer.start({ maxMemory: 100_000, policy });
    const client = await server.client();
    for (let i = 0; i < 20; i++) await client.call("SET", `stays${i}`, "v");
    for (let i = 0; i < 500; i++) await client.call("SET", `goes${i}`, "x".repeat(400), "EX", "1000");
    for (let i = 0; i < 20; i++) expect(await client.call("EXISTS", `stays${i}`)).toBe("1");
    expect(infoOf(await client.call("INFO", "stats"), "evicted_keys")).toBeGreaterThan(200);
    for (let i = 0; i < 1000; i++) await client.call("SET", `more${i}`, "x".repeat(400));
    expect(await client.call("SET", "last", "v")).toMatch(/^-OOM /);
  }
}, 30_000);

test("a subscriber that does not read is let go, with a reason, and the server goes on", async () => {
  await using server = await TestServer.start({ subscriberLimit: 2 * 1024 * 1024 });
  const client = await server.client();
  const slow = connect(server.port, "127.0.0.1");
  await once(slow, "connect");
  slow.write("SUBSCRIBE news\r\n");
  await until(async () => (await client.call("PUBSUB", "NUMSUB", "news")) === '["news" 1]');
  slow.pause();
  const message = "x".repeat(100_000);
  await until(async () => (await client.call("PUBLISH", "news", message)) === "0", 20_000);
  expect(server.said.join()).toMatch(/was dropped: it is too slow/);
  expect(await client.call("PING")).toBe("PONG");
  slow.destroy();
}, 30_000);

test("a client that does not read its answers stops being served, and loses none", async () => {
  await using server = await TestServer.start();
  const client = await server.client();
  await client.call("SET", "large", "x".repeat(100_000));
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  socket.pause();
  socket.write("GET large\r\n".repeat(500));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const pending = Number(/ omem=(\d+) cmd=get/.exec(await client.call("CLIENT", "LIST"))?.[1]);
  expect(pending).toBeGreaterThan(100_000);
  expect(pending).toBeLessThan(3 * 1024 * 1024);
  let received = 0;
  socket.on("data", (chunk) => (received += chunk.length));
  socket.resume();
  await until(() => received === 500 * ("$100000\r\n".length + 100_002), 10_000);
  socket.destroy();
});

test("whoever breaks the protocol is told so after what came before, and let go", async () => {
  await using server = await TestServer.start();
  const client = await server.client();
  client.write("PING\r\n*1\r\n:5\r\n");
  expect(await client.next(1000)).toBe("PONG");
  expect(await client.next(1000)).toBe("-ERR Protocol error: expected '$', got ':'");
  await until(() => client.closed);
  expect(await (await server.client()).call("PING")).toBe("PONG");
});

test("of many who count one key with WATCH, each counts once", async () => {
  await using server = await TestServer.start();
  const turns = 25;
  const count = async () => {
    const client = await server.client();
    for (let done = 0; done < turns;) {
      await client.call("WATCH", "n");
      const value = Number(JSON.parse(await client.call("GET", "n")) ?? 0);
      await client.call("MULTI");
      await client.call("SET", "n", String(value + 1));
      if ((await client.call("EXEC")) !== "nil") done++;
    }
  };
  await (await server.client()).call("SET", "n", "0");
  await Promise.all([count(), count(), count(), count()]);
  expect(await (await server.client()).call("GET", "n")).toBe(`"${4 * turns}"`);
});

test("a client that ends while it waits takes nothing", async () => {
  await using server = await TestServer.start();
  const [client, waiting] = [await server.client(), await server.client()];
  waiting.send(["BLPOP", "queue", "0"]);
  await until(async () => infoOf(await client.call("INFO", "clients"), "blocked_clients") === 1);
  waiting.close();
  await until(async () => infoOf(await client.call("INFO", "clients"), "blocked_clients") === 0);
  await client.call("RPUSH", "queue", "item");
  expect(await client.call("LLEN", "queue")).toBe("1");
});

test("CLIENT KILL ends others, CLIENT UNBLOCK lets them go on", async () => {
  await using server = await TestServer.start();
  const [client, other] = [await server.client(), await server.client()];
  const id = await other.call("CLIENT", "ID");
  other.send(["BLPOP", "queue", "0"]);
  await until(async () => (await client.call("CLIENT", "UNBLOCK", id, "ERROR")) === "1");
  expect(await other.next(1000)).toBe("-UNBLOCKED client unblocked via CLIENT UNBLOCK");
  expect(await client.call("CLIENT", "KILL", "ID", id)).toBe("1");
  await until(() => other.closed);
});

test("more clients than allowed are turned away", async () => {
  await using server = await TestServer.start({ maxClients: 2 });
  await server.client();
  await server.client();
  const third = await server.client();
  expect(await third.next(1000)).toBe("-ERR max number of clients reached");
});

test("open to others it starts only with a password", async () => {
  await expect(TestServer.start({ host: "0.0.0.0" })).rejects.toThrow(/give a password/);
  await using server = await TestServer.start({
    password: "secret",
    users: ["user reader on >other ~app:* +@read", "writer on >third ~* +@all"],
  });
  const client = await server.client();
  expect(await client.call("GET", "k")).toMatch(/^-NOAUTH/);
  expect(await client.call("HELLO", "3", "AUTH", "reader", "other")).toMatch(/^\{"server" "valkey"/);
  expect(await client.call("SET", "app:1", "v")).toMatch(/^-NOPERM/);
  expect(await client.call("AUTH", "writer", "third")).toBe("OK");
  expect(await client.call("SET", "app:1", "v")).toBe("OK");
});

test("scripts are refused with a way on", async () => {
  await using server = await TestServer.start();
  expect(await (await server.client()).call("EVAL", "return 1", "0")).toMatch(/runs no Lua.*Valkey server/);
});
