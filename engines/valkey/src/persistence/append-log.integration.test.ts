import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, until } from "../server/server.fixture.ts";
import { AppendLog } from "./append-log.ts";

test("after a sync that failed nothing is safe until all was written anew, to another file", async () => {
  await using folder = await temporaryFolder();
  const told: string[] = [];
  // The system cannot sync this one.
  const device = await open("/dev/null", "a");
  const log = new AppendLog(device, 0, () => "always", {
    progress: () => undefined,
    failed: (error) => told.push(`failed: ${(error as NodeJS.ErrnoException).code}`),
    damaged: () => told.push("damaged"),
    recovered: () => told.push("recovered"),
  });
  log.append(0, ["SET", "a", "1"]);
  await until(() => told.includes("damaged"));
  expect(log.failing).toMatch(/EINVAL/);
  expect(log.safeSequence).toBe(0);

  const path = join(folder.path, "new.aof");
  const prepared: string[] = [];
  await log.rotate(path, async () => void prepared.push(await readFile(path, "utf8")));
  expect(prepared).toEqual([""]);
  log.append(0, ["SET", "b", "2"]);
  await until(() => log.waiting === 0);
  expect(log.safeSequence).toBe(0);
  expect(log.failing).toBeDefined();

  log.replaced();
  await until(() => log.failing === undefined);
  expect(log.safeSequence).toBe(log.sequence);
  expect(told.filter((each) => each !== "damaged")).toEqual(["failed: EINVAL", "recovered"]);
  await log.close();
  expect(await readFile(path, "latin1")).toBe(
    "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1\r\n2\r\n",
  );
});

test("a file that cannot be had turns nothing: what comes goes on into the one before", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "first.aof");
  const log = new AppendLog(await open(path, "a"), 0, () => "no", {
    progress: () => undefined,
    failed: () => undefined,
    damaged: () => undefined,
    recovered: () => undefined,
  });
  await expect(log.rotate(join(folder.path, "none/x.aof"), async () => undefined)).rejects.toThrow(/ENOENT/);
  log.append(1, ["SET", "a", "1"]);
  await log.close();
  expect(await readFile(path, "latin1")).toMatch(/SELECT\r\n\$1\r\n1\r\n.*SET/s);
});
