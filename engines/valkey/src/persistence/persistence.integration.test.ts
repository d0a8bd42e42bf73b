import { appendFile, cp, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realValkey, startRealValkey } from "@naru/testkit/valkey";
import { TextClient } from "../conformance/client.ts";
import { temporaryFolder, TestServer, until } from "../server/server.fixture.ts";
import { directory } from "./manifest.ts";

let folder: AsyncDisposable & { path: string };
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const files = () => join(folder.path, directory);
const tail = (number = 1) => join(files(), `appendonly.aof.${number}.incr.aof`);
const start = (options: Parameters<typeof TestServer.start>[0] = {}) =>
  TestServer.start({ folder: folder.path, appendfsync: "always", ...options });

async function run(...commands: string[]): Promise<string[]> {
  await using server = await start();
  const client = await server.client();
  const replies: string[] = [];
  for (const command of commands) replies.push(await client.call(...command.split(" ")));
  return replies;
}

/** Everything there is, as text that can be compared. */
async function contents(client: TextClient): Promise<string[]> {
  const keys = JSON.parse((await client.call("KEYS", "*")).replaceAll('" "', '","')) as string[];
  const all: string[] = [];
  for (const key of keys.toSorted()) {
    const type = await client.call("TYPE", key);
    const reading: Record<string, string[]> = {
      string: ["GET", key],
      list: ["LRANGE", key, "0", "-1"],
      zset: ["ZRANGE", key, "0", "-1", "WITHSCORES"],
      set: ["SMEMBERS", key],
      hash: ["HGETALL", key],
    };
    const read = reading[type]!;
    client.send(read, type === "set" ? 1 : type === "hash" ? 2 : 0);
    all.push(`${key} ${type} ${await client.next(2000)} ${await client.call("PEXPIRETIME", key)}`);
  }
  return all;
}

const changes = [
  "SET s v",
  "SET t v EX 1000",
  "INCRBYFLOAT f 1.5",
  "SETRANGE s 3 x",
  "HSET h a 1 b 2",
  "HINCRBYFLOAT h c 0.5",
  "HDEL h a",
  "RPUSH l a b c d",
  "LMOVE l m LEFT RIGHT",
  "LTRIM l 0 1",
  "BLPOP l 1",
  "SADD set a b c d e",
  "SPOP set 2",
  "ZADD z 1 a 2.5 b inf c",
  "ZPOPMIN z",
  "BZPOPMAX z 1",
  "EXPIRE h 500",
  "GETEX s EX 700",
  "SET gone v PX 1",
  "RENAME m n",
  "COPY l o",
  "GETDEL f",
  "MULTI",
  "INCR x",
  "INCR x",
  "EXEC",
];

test("what was there is there again after a stop, to the last deadline", async () => {
  let before: string[];
  {
    await using server = await start();
    const client = await server.client();
    for (const command of changes) expect(await client.call(...command.split(" "))).not.toMatch(/^-/);
    await client.call("SELECT", "3");
    await client.call("SET", "elsewhere", "v");
    await client.call("SELECT", "0");
    await new Promise((resolve) => setTimeout(resolve, 20));
    before = await contents(client);
  }
  await using server = await start();
  const client = await server.client();
  expect(await contents(client)).toEqual(before);
  await client.call("SELECT", "3");
  expect(await client.call("GET", "elsewhere")).toBe('"v"');
});

test.skipIf(!realValkey)("a real server reads the folder and finds the same", async () => {
  await run(...changes);
  await using server = await start();
  const own = await server.client();
  const before = await contents(own);
  await own.call("BGREWRITEAOF");
  await until(async () => (await readdir(files())).some((name) => name.includes("base")));
  await own.call("SET", "later", "v");
  await server.stop();
  await using copy = await temporaryFolder();
  await cp(folder.path, copy.path, { recursive: true });
  const real = await startRealValkey(["--dir", copy.path, "--appendonly", "yes"]);
  const client = await TextClient.open(real.port);
  await until(async () => !(await client.call("PING")).startsWith("-LOADING"));
  expect(await contents(client)).toEqual([...before, 'later string "v" -1'].toSorted());
  client.close();
  await real.stop();
});

test("a last command that is torn anywhere is cut off, and all before it is kept", async () => {
  await run("SET a 1", "SET b 2");
  const whole = await readFile(tail());
  const last = "*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1\r\n2\r\n".length;
  for (let cut = 1; cut < last; cut++) {
    await writeFile(tail(), whole.subarray(0, whole.length - cut));
    await using server = await start();
    const client = await server.client();
    expect([cut, await client.call("MGET", "a", "b")]).toEqual([cut, '["1" nil]']);
    expect(server.said.join()).toMatch(/was cut off at byte/);
    await server.stop();
    expect((await stat(tail())).size).toBe(whole.length - last);
  }
}, 30_000);

test("a transaction that is torn is undone whole", async () => {
  await run("SET a 1", "MULTI", "SET a 2", "SET b 2", "EXEC");
  await truncate(tail(), (await stat(tail())).size - 5);
  expect(await run("MGET a b")).toEqual(['["1" nil]']);
});

test("an end of zeros, as power cuts leave it, is cut off", async () => {
  await run("SET a 1");
  await appendFile(tail(), Buffer.alloc(4096));
  expect(await run("GET a")).toEqual(['"1"']);
});

describe("a file that is damaged in the middle is not touched", () => {
  const facts: [what: string, from: string, to: string][] = [
    ["a length that is too small", "$1\r\na\r\n", "$0\r\na\r\n"],
    ["a length that reaches past the end", "$1\r\na\r\n", "$9999\r\na\r\n"],
    ["a byte that is not of the protocol", "*3\r\n$3\r\nSET\r\n$1\r\na", "*3\r\n#3\r\nSET\r\n$1\r\na"],
    ["a command that there is not", "SET\r\n$1\r\na", "SEX\r\n$1\r\na"],
  ];
  test.each(facts)("%s", async (_what, from, to) => {
    await run("SET first 0", "SET a 1", "SET b 2");
    const text = await readFile(tail(), "latin1");
    await writeFile(tail(), text.replace(from, to), "latin1");
    const size = (await stat(tail())).size;
    await expect(start()).rejects.toThrow(/cannot be read at byte \d+.*Nothing was changed/);
    expect((await stat(tail())).size).toBe(size);
    await using server = await start({ repair: true });
    expect(await (await server.client()).call("MGET", "first", "a", "b")).toBe('["0" nil nil]');
  });
});

test("a folder has one server", async () => {
  await using server = await start();
  await expect(start()).rejects.toThrow(/in use by another process/);
  expect(await (await server.client()).call("PING")).toBe("PONG");
});

test("a rewrite while everybody goes on writing loses and doubles nothing", async () => {
  const keys = 3000;
  let counted = 0;
  {
    await using server = await start({ appendfsync: "no" });
    const client = await server.client();
    for (let i = 0; i < keys; i++) client.send(["SET", `n${i}`, "1"]);
    for (let i = 0; i < keys; i++) await client.next(5000);
    client.send(["RPUSH", "list", ...Array.from({ length: 500 }, String)]);
    await client.next(5000);
    for (let round = 0; round < 3; round++) {
      expect(await client.call("BGREWRITEAOF")).toMatch(/started/);
      do {
        for (let i = 0; i < 200; i++) client.send(["INCR", `n${(counted + i * 13) % keys}`]);
        for (let i = 0; i < 200; i++) await client.next(5000);
        counted += 200;
        await client.call("DEL", `n${keys - 1 - round}`);
      } while ((await client.call("INFO", "persistence")).includes("aof_rewrite_in_progress:1"));
    }
    await client.call("FLUSHDB");
    await client.call("SET", "last", "v");
    expect(await client.call("BGREWRITEAOF")).toMatch(/started/);
    for (let i = 0; i < keys; i++) client.send(["INCR", `m${i % 100}`]);
    for (let i = 0; i < keys; i++) await client.next(5000);
  }
  await using server = await start();
  const client = await server.client();
  expect(await client.call("DBSIZE")).toBe("101");
  for (let i = 0; i < 100; i++) expect(await client.call("GET", `m${i}`)).toBe(`"${keys / 100}"`);
});

test("the sum of counters is the same after a rewrite under load", async () => {
  let expected: string;
  {
    await using server = await start({ appendfsync: "no" });
    const client = await server.client();
    for (let i = 0; i < 2000; i++) client.send(["INCR", `n${i}`]);
    for (let i = 0; i < 2000; i++) await client.next(5000);
    await client.call("BGREWRITEAOF");
    for (let i = 0; i < 6000; i++) client.send(["INCR", `n${(i * 7) % 2000}`]);
    for (let i = 0; i < 6000; i++) await client.next(5000);
    await until(async () => !(await client.call("INFO", "persistence")).includes("in_progress:1"));
    expect(await readdir(files())).toContain("appendonly.aof.2.base.aof");
    expect(await readdir(files())).not.toContain("appendonly.aof.1.incr.aof");
    expected = (await contents(client)).join();
  }
  await using server = await start();
  expect((await contents(await server.client())).join()).toBe(expected);
}, 30_000);

test("a rewrite that a crash ended leaves nothing behind, and nothing is lost", async () => {
  await run("SET a 1");
  await using handle = await open(join(files(), "appendonly.aof.7.base.aof"), "w");
  await handle.write("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n9\r\n");
  expect(await run("GET a")).toEqual(['"1"']);
  expect(await readdir(files())).not.toContain("appendonly.aof.7.base.aof");
});

test("data without its manifest is refused, and stays", async () => {
  await run("SET a 1");
  await rm(join(files(), "appendonly.aof.manifest"));
  await expect(start()).rejects.toThrow(/no appendonly.aof.manifest/);
  expect(await readdir(files())).toContain("appendonly.aof.1.incr.aof");
});

test("evicted and expired keys do not come back", async () => {
  {
    await using server = await start({ maxMemory: 30_000, policy: "allkeys-random" });
    const client = await server.client();
    for (let i = 0; i < 200; i++) await client.call("SET", `k${i}`, "x".repeat(200));
    expect(Number(await client.call("DBSIZE"))).toBeLessThan(80);
    await client.call("FLUSHALL");
    await client.call("SET", "stays", "v");
    await client.call("SET", "expires", "v", "PX", "20");
    await until(async () => (await client.call("DBSIZE")) === "1");
  }
  expect(await readFile(tail(), "latin1")).toMatch(/DEL\r\n\$7\r\nexpires/);
  expect(await run("KEYS *")).toEqual(['["stays"]']);
});
