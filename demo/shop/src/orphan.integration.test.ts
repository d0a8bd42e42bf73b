import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

test.runIf(process.platform === "linux")(
  "nothing of the shop outlives a supervisor that is killed",
  async () => {
    const data = await mkdtemp(join(tmpdir(), "naru-shop-test-"));
    // Nobody listens at the endpoint: the shop opens all the same.
    const supervisor = spawn(process.execPath, [fileURLToPath(new URL("start.ts", import.meta.url))], {
      env: {
        PATH: process.env.PATH,
        SHOP_DATA: data,
        SHOP_USERS: "2",
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise<void>((open) => {
      createInterface({ input: supervisor.stdout }).on("line", (line) => {
        if (line.includes("the shop is open")) open();
      });
    });
    const started = await descendants(supervisor.pid ?? 0);
    // Nine Node.js processes, the database's watcher and the database's own.
    expect(started.length).toBeGreaterThan(15);
    const folders = await databaseFolders(started);
    expect(folders.every((folder) => existsSync(folder))).toBe(true);

    supervisor.kill("SIGKILL");
    await once(supervisor, "exit");
    await vi.waitFor(async () => expect(await alive(started)).toEqual([]), {
      timeout: 15_000,
      interval: 100,
    });
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
    await rm(data, { recursive: true });
  },
);

async function descendants(ancestor: number): Promise<number[]> {
  const parents = await parentByPid();
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === ancestor || isBelow(parents.get(pid)));
  return [...parents.keys()].filter((pid) => pid !== ancestor && isBelow(pid));
}

async function alive(pids: readonly number[]): Promise<number[]> {
  const parents = await parentByPid();
  return pids.filter((pid) => parents.has(pid));
}

/** The data folders named on the command lines of Postgres and its watcher. */
async function databaseFolders(pids: readonly number[]): Promise<string[]> {
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8")));
  const folders = commands.flatMap((command) => command.split("\0").filter((word) => word.endsWith("/data")));
  expect(folders.length).toBeGreaterThan(0);
  return folders;
}

/** The running processes of this machine, each with its parent; the dead that nobody has buried do not count. */
async function parentByPid(): Promise<Map<number, number>> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
      const [state, parent] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
      return state === undefined || state === "Z" ? [] : [[Number(pid), Number(parent)] as const];
    }),
  );
  return new Map(entries.flat());
}
