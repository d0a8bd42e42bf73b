import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Engine, migrate, raw, startEngine } from "@naru/clickhouse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readerOf } from "#telemetry/query/index.ts";
import { migrations } from "#telemetry/store/index.ts";
import type { IncidentRow } from "../api.ts";
import { listed, storedIncident } from "../store.ts";

/* Incidents are opened all the time while the process is killed at any moment: what it has said to be stored must be there,
 * whole and once. */

const kills = Number(process.env["INCIDENT_KILLS"] ?? 6);
const program = fileURLToPath(new URL("fixture.ts", import.meta.url));
let folder: string;
let engine: Engine;
let child: ChildProcess | undefined;
const told = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-incident-crash-"));
  engine = await startEngine({ folder: join(folder, "clickhouse"), memoryLimitBytes: 1024 ** 3 });
  await migrate(engine.clickhouse, migrations({ kind: "single" }));
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs it until it has said something, and kills it soon after. */
async function runAndKill(first: number): Promise<void> {
  const socket = join(folder, "clickhouse", "engine.sock");
  child = fork(program, [socket, String(first)], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  child.on("message", (service: string) => told.add(service));
  await once(child, "message");
  await pause(Math.random() * 150);
  child.kill("SIGKILL");
  await ended;
}

test(`killed ${kills} times while it writes, every incident that was stored is there, whole and once`, async () => {
  const read = readerOf(engine.clickhouse, new AbortController().signal);
  for (let i = 0; i < kills; i++) {
    await runAndKill(i * 100);
    // There is a bound on how many are opened an hour; the next process counts them in the store.
    await engine.clickhouse.command(
      raw(
        "ALTER TABLE incident_revisions UPDATE opened_at = opened_at - INTERVAL 2 HOUR WHERE true SETTINGS mutations_sync = 1",
      ),
    );
  }
  const wanted = { state: "open", service: "", kind: "", search: "", limit: 1000, after: undefined } as const;
  const rows: IncidentRow[] = await listed(read, { from: 0, to: Date.now() + 1000 }, wanted);
  const named = rows.flatMap(({ services }) => services);
  expect(told.size).toBeGreaterThanOrEqual(kills);
  expect([...told].filter((service) => !named.includes(service))).toEqual([]);
  expect(new Set(named).size, "each trouble once").toBe(named.length);
  for (const { id } of rows) {
    const incident = await storedIncident(read, id);
    expect(incident?.best?.diagnosis.causes[0]?.evidence).toHaveLength(1);
  }
});
