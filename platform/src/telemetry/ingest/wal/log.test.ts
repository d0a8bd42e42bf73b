import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Segment, WriteAheadLog } from "./log.ts";
import { headerLength, readRecords } from "./record.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-wal-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mib = 1024 * 1024;

async function open(limits: { segmentBytes?: number; segmentAgeMs?: number; folder?: string } = {}) {
  const segments: Segment[] = [];
  const log = await WriteAheadLog.open({
    folder,
    segmentBytes: mib,
    segmentAgeMs: 60_000,
    ...limits,
    onSegment: (segment) => segments.push(segment),
  });
  return { log, segments };
}

const textsIn = async (path: string) =>
  readRecords(await readFile(path)).records.map(({ body }) => body.toString());

const textsOf = async (segments: readonly Segment[]) =>
  (await Promise.all(segments.map(({ path }) => textsIn(path)))).flat();

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("appending", () => {
  test("is acknowledged when the record can be read back from disk, and not before", async () => {
    const { log } = await open();
    await log.append(Buffer.from("first"), 1000);
    const [name] = await readdir(folder);
    expect(await textsIn(join(folder, name ?? ""))).toEqual(["first"]);
    await log.close();
  });

  test("keeps the order of the calls, and what was appended together is one group", async () => {
    const { log, segments } = await open();
    const texts = Array.from({ length: 3000 }, (_, i) => `record ${i}`);
    const order: number[] = [];
    await Promise.all(texts.map((text, i) => log.append(Buffer.from(text), i).then(() => order.push(i))));
    expect(order).toEqual(texts.map((_, i) => i));
    await log.close();
    expect(await textsOf(segments)).toEqual(texts);
  });

  test("the time of receipt and an empty body are kept", async () => {
    const { log, segments } = await open();
    await log.append(Buffer.alloc(0), 1_795_339_800_123.5);
    await log.close();
    const { records } = readRecords(await readFile(segments[0]?.path ?? ""));
    expect(records).toEqual([{ body: Buffer.alloc(0), receivedMs: 1_795_339_800_123.5 }]);
  });

  test("one after the other, each as soon as the one before has resolved, never waits for a third", async () => {
    const { log, segments } = await open();
    for (let i = 0; i < 20; i++) await log.append(Buffer.from(`${i}`), i);
    await log.close();
    expect(await textsOf(segments)).toHaveLength(20);
  });

  test("is refused once the log is closed", async () => {
    const { log } = await open();
    await log.close();
    await expect(log.append(Buffer.from("late"), 1)).rejects.toThrow("the log is closed");
    expect(await readdir(folder)).toEqual([]);
  });

  test("that is under way when the log is closed is kept", async () => {
    const { log, segments } = await open();
    const appended = [1, 2, 3].map((n) => log.append(Buffer.from(`${n}`), n));
    await log.close();
    await Promise.all(appended);
    expect(await textsOf(segments)).toEqual(["1", "2", "3"]);
  });
});

describe("a segment is closed", () => {
  test("when it has its size, and the next record begins another", async () => {
    const { log, segments } = await open({ segmentBytes: 1000 });
    for (let i = 0; i < 5; i++) await log.append(Buffer.alloc(600), i);
    expect(segments.map(({ bytes }) => bytes)).toEqual([2 * (600 + headerLength), 2 * (600 + headerLength)]);
    await log.close();
    expect(segments).toHaveLength(3);
  });

  test("when it has its age, and not while nothing is in it", async () => {
    const { log, segments } = await open({ segmentAgeMs: 30 });
    await pause(80);
    expect(segments).toEqual([]);
    await log.append(Buffer.from("one"), 1);
    await pause(120);
    expect(segments).toHaveLength(1);
    await log.append(Buffer.from("two"), 2);
    await pause(120);
    expect(await textsOf(segments)).toEqual(["one", "two"]);
    await log.close();
    expect(segments).toHaveLength(2);
  });

  test("by its age without splitting what is being written", async () => {
    const { log, segments } = await open({ segmentAgeMs: 1 });
    const texts = Array.from({ length: 400 }, (_, i) => `record ${i}`);
    for (const text of texts) await log.append(Buffer.from(text), 1);
    await log.close();
    expect(await textsOf(segments)).toEqual(texts);
    expect(segments.length).toBeGreaterThan(1);
    for (const { path, bytes } of segments) expect(await readFile(path)).toHaveLength(bytes);
  });
});

describe("a log that is opened again", () => {
  test("hands over what was left, oldest first", async () => {
    const first = await open({ segmentBytes: 1 });
    for (const text of ["a", "b", "c"]) await first.log.append(Buffer.from(text), 1);
    await first.log.close();
    const second = await open();
    expect(second.segments).toEqual(first.segments);
    expect(await textsOf(second.segments)).toEqual(["a", "b", "c"]);
    await second.log.close();
  });

  test("gives segments ids above all that it finds, even when the clock was set back", async () => {
    const ahead = Date.now() + 1_000_000;
    await writeFile(join(folder, `${String(ahead).padStart(15, "0")}-0123abcd.wal`), "");
    const { log, segments } = await open({ segmentBytes: 1 });
    await log.append(Buffer.from("a"), 1);
    await log.append(Buffer.from("b"), 1);
    expect(segments.map(({ id }) => id)).toEqual([ahead, ahead + 1, ahead + 2]);
    await log.close();
  });

  test("names no file as an earlier run has, even in the same millisecond of a clock that was set back", async () => {
    const names = new Set<string>();
    for (let run = 0; run < 5; run++) {
      const { log, segments } = await open();
      await log.append(Buffer.from("a"), 1);
      await log.close();
      const path = segments.at(-1)?.path ?? "";
      names.add(basename(path).slice(15));
      await rm(path);
    }
    expect(names.size).toBe(5);
  });

  test("passes files over that are not its own", async () => {
    await writeFile(join(folder, "note.txt"), "x");
    await writeFile(join(folder, "12.wal"), "x");
    const { log, segments } = await open();
    expect(segments).toEqual([]);
    await log.close();
  });
});

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const status = /CapEff:\s*([0-9a-f]+)/.exec(
    execFileSync("cat", ["/proc/self/status"], { encoding: "utf8" }),
  );
  const mayAdministrate = 1n << 21n;
  return (BigInt(`0x${status?.[1] ?? "0"}`) & mayAdministrate) !== 0n;
}

describe("a disk without space", () => {
  test.skipIf(!canMount())("refuses the records that did not fit; those before it are whole", async () => {
    const disk = join(folder, "disk");
    await mkdir(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]);
    try {
      const { log, segments } = await open({ folder: disk });
      await log.append(Buffer.from("fits"), 1);
      const tooLarge = log.append(Buffer.alloc(300_000, 1), 2);
      await expect(tooLarge).rejects.toMatchObject({ code: "ENOSPC" });
      expect(segments).toHaveLength(1);
      const { records, rest } = readRecords(await readFile(segments[0]?.path ?? ""));
      expect(records.map(({ body }) => body.toString())).toEqual(["fits"]);
      expect(rest).toHaveLength(0);
      await log.append(Buffer.from("fits again"), 3);
      await log.close();
      expect(await textsOf(segments)).toEqual(["fits", "fits again"]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

async function segmentOf(given: readonly Uint8Array[]): Promise<Buffer> {
  const { log, segments } = await open();
  await Promise.all(given.map((body, i) => log.append(body, 1000 + i)));
  await log.close();
  const path = segments[0]?.path ?? "";
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}

/** How many records lie wholly before byte `at`. */
function wholeBefore(given: readonly Uint8Array[], at: number): number {
  let end = 0;
  let count = 0;
  for (const body of given) {
    end += headerLength + body.length;
    if (end > at) break;
    count++;
  }
  return count;
}

describe("a segment that a crash or a disk has damaged", () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 12 });

  test("cut at any byte gives every record before the cut, and the rest", async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat(), async (given, random) => {
        const segment = await segmentOf(given);
        const at = random % (segment.length + 1);
        const { records, rest } = readRecords(segment.subarray(0, at));
        const whole = wholeBefore(given, at);
        expect(records.map(({ body }) => [...body])).toEqual(given.slice(0, whole).map((body) => [...body]));
        expect(rest).toHaveLength(
          at - records.reduce((sum, { body }) => sum + body.length + headerLength, 0),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("with a flipped bit gives every record before it, and none that differs from what was written", async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat(), async (given, random) => {
        const segment = await segmentOf(given);
        const bit = random % (segment.length * 8);
        const byte = bit >> 3;
        segment[byte] = (segment[byte] as number) ^ (1 << (bit & 7));
        const { records } = readRecords(segment);
        expect(records.length).toBeGreaterThanOrEqual(wholeBefore(given, byte));
        records.forEach(({ body, receivedMs }, i) => {
          expect([...body]).toEqual([...(given[i] ?? [])]);
          expect(receivedMs).toBe(1000 + i);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("followed by zeroes, which some file systems leave, loses nothing", async () => {
    const segment = await segmentOf([Buffer.from("kept")]);
    const { records, rest } = readRecords(Buffer.concat([segment, Buffer.alloc(500)]));
    expect(records.map(({ body }) => body.toString())).toEqual(["kept"]);
    expect(rest.every((byte) => byte === 0)).toBe(true);
  });
});
