import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lock } from "./lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder is held by one at a time, until it is released", () => {
  const release = lock(folder);
  expect(() => lock(folder)).toThrow(`The folder ${folder} is in use by another process`);
  release();
  lock(folder)();
});

test("what else goes wrong is told as it is", () => {
  expect(() => lock(join(folder, "missing"))).toThrow("unable to open database file");
});
