import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TextClient } from "../conformance/client.ts";
import { temporaryFolder, TestServer, until } from "../server/server.fixture.ts";

const program = fileURLToPath(new URL("./crash-server.ts", import.meta.url));
const rounds = 4;

let folder: AsyncDisposable & { path: string };
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

interface Process {
  readonly child: ChildProcess;
  readonly port: number;
  readonly said: string[];
}

async function start(): Promise<Process> {
  const child = spawn(process.execPath, [program, folder.path, "always"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => said.push(line));
  await until(() => said.some((line) => /^\d+$/.test(line)), 20_000);
  return { child, said, port: Number(said.find((line) => /^\d+$/.test(line))) };
}

/** Sets and counts until the connection ends; what was acknowledged last, by key. */
async function writeUntilKilled(
  port: number,
  name: string,
  acknowledged: Map<string, number>,
): Promise<void> {
  const client = await TextClient.open(port);
  for (let turn = 1; ; turn++) {
    const key = `${name}:${turn % 20}`;
    client.send(["MULTI"]);
    client.send(["SET", key, String(turn)]);
    client.send(["SET", `${key}:twin`, String(turn)]);
    client.send(["EXEC"]);
    const replies = [
      await client.next(5000),
      await client.next(5000),
      await client.next(5000),
      await client.next(5000),
    ];
    if (replies[3] !== "[OK OK]") return client.close();
    acknowledged.set(key, turn);
  }
}

test("whatever was acknowledged is there after kill -9, and transactions are whole", async () => {
  const acknowledged = new Map<string, number>();
  let total = 0;
  for (let round = 0; round < rounds; round++) {
    const { child, port } = await start();
    const client = await TextClient.open(port);
    if (round % 2 === 1) expect(await client.call("BGREWRITEAOF")).toMatch(/started/);
    const writing = ["a", "b", "c"].map((name) => writeUntilKilled(port, `${name}${round}`, acknowledged));
    await new Promise((resolve) => setTimeout(resolve, 150 + round * 40));
    child.kill("SIGKILL");
    await Promise.all([once(child, "exit"), ...writing]);
    client.close();
    expect(acknowledged.size).toBeGreaterThan(total);
    total = acknowledged.size;
  }
  await using server = await TestServer.start({ folder: folder.path });
  const client = await server.client();
  const lost: string[] = [];
  for (const [key, turn] of acknowledged) {
    const [value, twin] = [await client.call("GET", key), await client.call("GET", `${key}:twin`)];
    const kept = Number(JSON.parse(value));
    if (!(kept >= turn) || value !== twin)
      lost.push(`${key}: ${turn} acknowledged, ${value} and ${twin} kept`);
  }
  expect(lost).toEqual([]);
}, 90_000);

/** How large files of a process may become, in bytes. */
const limitFiles = (pid: number, bytes: number | "unlimited") =>
  spawnSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`]).status === 0;

const canLimit = spawnSync("prlimit", ["--version"]).status === 0;

test.skipIf(!canLimit)(
  "a full disk refuses writes, not reads, until there is room; nothing acknowledged is lost",
  async () => {
    const { child, port, said } = await start();
    const client = await TextClient.open(port);
    expect(await client.call("SET", "before", "1")).toBe("OK");
    expect(limitFiles(child.pid!, 20_000)).toBe(true);
    let written = 0;
    while ((await client.call("SET", `k${written}`, "x".repeat(1000))) === "OK") written++;
    expect(written).toBeGreaterThan(10);

    // Whoever was not answered is let go; whoever comes now is told.
    await until(() => client.closed);
    const next = await TextClient.open(port);
    expect(await next.call("SET", "k", "v")).toMatch(/^-MISCONF Errors writing to the AOF file: EFBIG/);
    expect(await next.call("GET", "before")).toBe('"1"');
    await next.call("MULTI");
    expect(await next.call("SET", "k", "v")).toMatch(/^-MISCONF/);
    expect(await next.call("EXEC")).toMatch(/^-EXECABORT/);
    expect(said.join()).toMatch(/writes are refused until it can/);

    expect(limitFiles(child.pid!, "unlimited")).toBe(true);
    await until(async () => (await next.call("SET", "after", "1")) === "OK");
    expect(said.join()).toMatch(/can be written again/);
    next.close();
    child.kill("SIGKILL");
    await once(child, "exit");

    await using server = await TestServer.start({ folder: folder.path });
    const reader = await server.client();
    expect(await reader.call("MGET", "before", "after", "k")).toBe('["1" "1" nil]');
    for (let i = 0; i < written; i++) expect(await reader.call("STRLEN", `k${i}`)).toBe("1000");
  },
  60_000,
);
