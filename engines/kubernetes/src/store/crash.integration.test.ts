import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Folder, pod, temporaryFolder, valueOf } from "./fixture.ts";
import { openStore, type Store, type WatchEvent } from "./store.ts";

const rounds = 10;
const writer = fileURLToPath(new URL("./crash-writer.ts", import.meta.url));

let folder: Folder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const start = (round: number) =>
  spawn(process.execPath, [writer, folder.path, String(round)], { stdio: ["ignore", "pipe", "inherit"] });

interface Acknowledged {
  readonly revision: number;
  readonly name: string;
  readonly value: string;
}

/** The last line is incomplete when the writer was killed while it wrote it. */
function acknowledgedIn(output: string): { opened: number; writes: Acknowledged[] } {
  const [first = "", ...lines] = output.slice(0, output.lastIndexOf("\n")).split("\n");
  const writes = lines.map((line) => {
    const [revision, name = "", value = ""] = line.split(" ");
    return { revision: Number(revision), name, value };
  });
  return { opened: Number.parseInt(first, 10), writes };
}

/** It is open, and has acknowledged a write: on a busy machine that may take a while. */
function written(stdout: NodeJS.ReadableStream): Promise<void> {
  let lines = 0;
  return new Promise((resolve) => {
    stdout.on("data", (chunk: Buffer) => {
      lines += String(chunk).split("\n").length - 1;
      if (lines >= 2) resolve();
    });
  });
}

async function killedAfter(child: ChildProcess & { stdout: NodeJS.ReadableStream }, ms: number) {
  const output = text(child.stdout as never);
  await Promise.race([written(child.stdout), once(child, "exit")]);
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill("SIGKILL");
  return acknowledgedIn(await output);
}

async function changesOf(store: Store): Promise<WatchEvent[]> {
  const events: WatchEvent[] = [];
  const { revision } = store;
  await new Promise<void>((resolve, reject) => {
    const take = (batch: readonly WatchEvent[]) => {
      events.push(...batch);
      if (batch.at(-1)?.revision === revision) resolve();
    };
    store.watch({ resource: "pods", from: store.compacted }, take, reject);
  });
  return events;
}

/** An acknowledged write is still the object, or was replaced by a later revision. */
function lost(store: Store, writes: readonly Acknowledged[], deleted: ReadonlyMap<string, number>) {
  return writes.filter(({ revision, name, value }) => {
    const now = store.get(pod(name));
    if (now?.revision === revision) return valueOf(now.object) !== value;
    return Math.max(now?.revision ?? 0, deleted.get(name) ?? 0) < revision;
  });
}

/** When a name was deleted last, by the log; before the log begins nobody can tell. */
function deletions(events: readonly WatchEvent[], names: Iterable<string>, compacted: number) {
  const deleted = new Map([...names].map((name) => [name, compacted]));
  for (const { type, key, revision } of events) if (type === "DELETED") deleted.set(key.name, revision);
  return deleted;
}

async function judge(acknowledged: ReturnType<typeof acknowledgedIn>, before: number): Promise<number> {
  const store = await openStore({ folder: folder.path, tidyEveryMs: 1e9 });
  try {
    const { opened, writes } = acknowledged;
    const events = await changesOf(store);
    expect(opened).toBe(before);
    expect(writes.length).toBeGreaterThan(0);
    expect(store.revision).toBeGreaterThanOrEqual(Math.max(...writes.map(({ revision }) => revision)));
    expect(events.map(({ revision }) => revision)).toEqual(
      Array.from({ length: store.revision - store.compacted }, (_, i) => store.compacted + 1 + i),
    );
    const names = new Set(writes.map(({ name }) => name));
    expect(lost(store, writes, deletions(events, names, store.compacted))).toEqual([]);
    expect(inTheLog(events, writes, store.compacted)).toEqual([]);
    return store.revision;
  } finally {
    await store.close();
  }
}

/** Acknowledged writes that the log tells otherwise. */
function inTheLog(events: readonly WatchEvent[], writes: readonly Acknowledged[], compacted: number) {
  return writes.filter(({ revision, name, value }) => {
    if (revision <= compacted) return false;
    const event = events[revision - compacted - 1];
    return event?.key.name !== name || valueOf(event.object) !== value;
  });
}

test(`after ${rounds} kills under load every acknowledged write is there, and no revision is missing or taken twice`, async () => {
  let revision = 0;
  for (let round = 0; round < rounds; round++) {
    const acknowledged = await killedAfter(start(round), 50 + Math.random() * 400);
    revision = await judge(acknowledged, revision);
  }
});

test("another process cannot open the folder, until this one is gone", async () => {
  const child = start(0);
  await once(child.stdout, "data");
  await expect(openStore({ folder: folder.path })).rejects.toThrow(
    `The folder ${folder.path} is in use by another process`,
  );
  child.stdout.resume();
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await openStore({ folder: folder.path })).close();
});

test.skipIf(process.platform === "win32")(
  "a disk that is full refuses what is written, keeps what was, and takes more when there is room",
  async () => {
    const limited = `ulimit -f 4096; exec "$0" "$@"`;
    const child = spawn("sh", ["-c", limited, process.execPath, writer, folder.path, "0"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const output = await text(child.stdout);
    expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(0);
    expect(output).toMatch(/\n\d+ refused Input\/output error; \d+ objects\n$/u);
    const { opened, writes } = acknowledgedIn(output);
    const revision = await judge({ opened, writes: writes.filter(({ name }) => name !== "refused") }, 0);
    await judge(await killedAfter(start(1), 300), revision);
  },
);
