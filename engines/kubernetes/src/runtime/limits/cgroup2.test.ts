import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { groupAt, openCgroup2 } from "./cgroup2.ts";

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "naru-cgroup-"));
});
afterEach(() => rm(parent, { recursive: true }));

/** The files that the kernel puts into a group, in an ordinary folder. */
async function files(folder: string, contents: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
}

const group = {
  "memory.max": "max",
  "memory.swap.max": "max",
  "cpu.max": "max 100000",
  "cgroup.procs": "10\n11\n",
  "memory.current": "5000",
  "memory.stat": "anon 3000\nfile 2000\ninactive_file 1500\n",
  "cpu.stat": "usage_usec 1234\nuser_usec 1000\n",
  "memory.events": "low 0\noom 1\noom_kill 1\n",
};

test("where controllers can't be given to groups, there are no groups", async () => {
  await expect(openCgroup2(join(parent, "naru"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("limits and usage are the group's files", async () => {
  const folder = join(parent, "c1");
  await files(folder, group);
  const made = await groupAt(folder, { memoryBytes: 64_000_000, cpuMillicores: 250 });
  expect(made.folders).toEqual([folder]);
  expect(await readFile(join(folder, "memory.max"), "utf8")).toBe("64000000");
  // The kernel takes what is written; an ordinary file keeps the rest.
  expect(await readFile(join(folder, "memory.swap.max"), "utf8")).toBe("0ax");
  expect(await readFile(join(folder, "cpu.max"), "utf8")).toBe("25000 100000");
  expect(await made.outOfMemory()).toBe(true);
  expect(await made.usage()).toEqual({
    cpuNanoseconds: 1_234_000,
    workingSetBytes: 3500,
    rssBytes: 3000,
    processes: 2,
  });
});
