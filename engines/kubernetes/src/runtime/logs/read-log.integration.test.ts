import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LogWriter } from "./log-writer.ts";
import { type LogOptions, readLog } from "./read-log.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-log-"));
  path = join(folder, "0.log");
});
afterEach(() => rm(folder, { recursive: true }));

async function read(options: LogOptions = {}, from = path): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of readLog(from, options)) pieces.push(piece);
  return Buffer.concat(pieces).toString("latin1");
}

async function write(text: string, limits = { bytes: 1_000_000, files: 5 }): Promise<void> {
  const writer = await LogWriter.open(path, limits);
  await writer.write("stdout", Buffer.from(text, "latin1"));
  await writer.close();
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join("");

test("what was printed is read back, whatever its bytes", async () => {
  const chunk = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constant(new Uint8Array(40_000).fill(97)));
  const chunks = fc.array(fc.oneof(chunk, fc.constant(Uint8Array.of(10))), { maxLength: 30 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat({ max: 8 }), async (chunks, tailLines) => {
      const file = join(folder, `${run++}.log`);
      const writer = await LogWriter.open(file, { bytes: 2000, files: 99 });
      for (const chunk of chunks) await writer.write("stdout", Buffer.from(chunk));
      await writer.close();
      const printed = Buffer.concat(chunks).toString("latin1");
      expect(await read({}, file)).toBe(printed);
      const tail =
        tailLines === 0
          ? ""
          : printed
              .split(/(?<=\n)/)
              .slice(-tailLines)
              .join("");
      expect(await read({ tailLines }, file)).toBe(tail);
    }),
    { numRuns: 40 },
  );
});

test("a follower sees every line once, in order, while files rotate", async () => {
  const writer = await LogWriter.open(path, { bytes: 3000, files: 40 });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const following = read({ follow: true, ended });
  for (let index = 0; index < 1500; index++) await writer.write("stdout", Buffer.from(`line ${index}\n`));
  await writer.close();
  end();
  expect(await following).toBe(numbers(1500));
});

test("following ends by its signal, and waits for a log that is still to come", async () => {
  const stop = new AbortController();
  const following = read({ follow: true, signal: stop.signal });
  await write("late\n");
  setTimeout(() => stop.abort(), 200);
  expect(await following).toBe("late\n");
});

test("no more files are kept than asked for", async () => {
  const writer = await LogWriter.open(path, { bytes: 100, files: 3 });
  for (let index = 0; index < 20; index++) await writer.write("stdout", Buffer.from(`line ${index}\n`));
  await writer.close();
  expect((await readdir(folder)).toSorted()).toEqual(["0.log", "0.log.1", "0.log.2"]);
  expect(await read()).toMatch(/line 18\nline 19\n$/);
});

test("lines carry the time when it is asked for, once for a long one", async () => {
  await write(`${"x".repeat(20_000)}\nshort\n`);
  const stamp = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z`;
  expect(await read({ timestamps: true })).toMatch(new RegExp(`^${stamp} x{20000}\n${stamp} short\n$`));
});

test("lines before a time are left out", async () => {
  await write("early\n");
  await new Promise((resolve) => setTimeout(resolve, 5));
  const sinceTime = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await write("late\n");
  expect(await read({ sinceTime })).toBe("late\n");
});

test("no more bytes are given than asked for", async () => {
  await write("0123456789\n");
  expect(await read({ limitBytes: 4 })).toBe("0123");
});

test("the last lines of a big log are found without reading it", async () => {
  await write(numbers(400_000), { bytes: 1_000_000_000, files: 2 });
  const start = performance.now();
  expect(await read({ tailLines: 2 })).toBe("line 399998\nline 399999\n");
  expect(performance.now() - start).toBeLessThan(100);
});

test("no log at all has no lines", async () => {
  expect(await read()).toBe("");
});
