import { X509Certificate } from "node:crypto";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { credentialsIn } from "./authority.ts";

const now = Date.parse("2026-11-30T00:00:00Z");
const dayMs = 86_400_000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-autoscaling-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => join(folder, "autoscaling-authority.json");

test("who it is stays the same from start to start, and is for nobody else's eyes", async () => {
  const first = await credentialsIn(folder, now);
  const again = await credentialsIn(folder, now);
  expect(again.owner).toBe(first.owner);
  expect(again.authority).toEqual(first.authority);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  const authority = new X509Certificate(first.authority.certificate);
  expect(new X509Certificate(again.own.certificate).verify(authority.publicKey)).toBe(true);
});

test("its certificate is renewed in time, and nothing is before", async () => {
  const first = await credentialsIn(folder, now);
  expect(await credentialsIn(folder, now + 200 * dayMs, first)).toBe(first);
  const later = await credentialsIn(folder, now + 300 * dayMs, first);
  expect(later.authority).toBe(first.authority);
  expect(later.own).not.toEqual(first.own);
});

test("its authority is renewed too, and it is still known for the same", async () => {
  const first = await credentialsIn(folder, now);
  const later = await credentialsIn(folder, now + 3300 * dayMs, first);
  expect(later.owner).toBe(first.owner);
  expect(later.authority).not.toEqual(first.authority);
  expect((await credentialsIn(folder, now + 3300 * dayMs)).authority).toEqual(later.authority);
});

test("a key that others may read, or that is none, is not used", async () => {
  await credentialsIn(folder, now);
  await chmod(file(), 0o644);
  await expect(credentialsIn(folder, now)).rejects.toMatchObject({ code: "START_FAILED", help: /chmod 600/ });
  await writeFile(file(), "{");
  await chmod(file(), 0o600);
  await expect(credentialsIn(folder, now)).rejects.toMatchObject({ code: "START_FAILED" });
});
