import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { claimRange } from "./range.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "range-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

test("clusters that run side by side have addresses of their own, and keep them", async () => {
  const [one, other] = [await folder(), await folder()];
  const first = await claimRange(one);
  const second = await claimRange(other);
  onTestFinished(() => second.release());
  const networks = [
    first.services,
    first.node(0),
    first.node(15),
    second.services,
    second.node(0),
    second.node(15),
  ];
  expect(new Set(networks).size).toBe(6);
  expect(networks.every((network) => /^127\.(1[6-9]|[2-9]\d|1\d\d|2[0-5]\d)$/.test(network))).toBe(true);
  await expect(claimRange(one)).rejects.toThrow("in use by another one");
  first.release();
  const again = await claimRange(one);
  expect(again.services).toBe(first.services);
  again.release();
});
