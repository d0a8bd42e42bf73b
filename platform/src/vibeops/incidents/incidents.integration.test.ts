import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouse, migrate } from "@naru/clickhouse";
import { openEmbedded } from "@naru/clickhouse/embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FiringAlert as DoorAlert } from "#alerts/index.ts";
import type { Context } from "#kernel/feature.ts";
import { createLogger } from "#kernel/log.ts";
import type { Operation, OperationInput, OperationOutput } from "#kernel/operation.ts";
import { migrations } from "#telemetry/store/index.ts";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import * as api from "./api.ts";
import { cause, healthy, sick } from "./fixture.ts";
import { openIncidents } from "./index.ts";

const minute = 60_000;
let folder: string;
let clickhouse: ClickHouse;
let now = Date.parse("2026-11-21T09:00:00Z");
/** What the next look finds. */
let world: Diagnosis | Error = healthy(now);
let firing: DoorAlert[] = [];
let incidents: ReturnType<typeof openIncidents>;

const open = () =>
  openIncidents({
    clickhouse,
    diagnose: async () => {
      if (world instanceof Error) throw world;
      return world;
    },
    firing: () => firing,
    everyMs: 0,
    externalUrl: "http://naru.test",
    log: createLogger("silent"),
    clock: { now: () => now },
  });

async function call<O extends Operation>(
  operation: O,
  input: OperationInput<O>,
  user = "hana",
): Promise<OperationOutput<O>> {
  const handler = incidents.feature.operations?.find((each) => each.operation.name === operation.name);
  if (!handler) throw new Error(`${operation.name} is not handled`);
  const context: Context = {
    signal: new AbortController().signal,
    user,
    client: "",
    secure: false,
    setHeader: () => undefined,
  };
  return operation.output.parse(
    await handler.run(operation.input.parse(input), context),
  ) as OperationOutput<O>;
}

async function see(diagnosis: Diagnosis | Error, looks = 1): Promise<void> {
  world = diagnosis;
  for (let i = 0; i < looks; i++) {
    now += 20_000;
    await incidents.look();
  }
}
/** The process ends and another one begins. */
async function restart(): Promise<void> {
  await incidents.feature.stop?.();
  incidents = open();
}
const list = (input: OperationInput<typeof api.listIncidents> = {}) => call(api.listIncidents, input);
const rows = async (input: OperationInput<typeof api.listIncidents> = {}) => (await list(input)).incidents;
const firstOpen = async () => {
  const [row] = await rows({ state: "open" });
  if (!row) throw new Error("no incident is open");
  return row;
};

const ids = async (input: OperationInput<typeof api.listIncidents>) =>
  (await rows({ from: "now-7d", ...input })).map(({ id }) => id);
const named = (operations: readonly { readonly name: string }[]) =>
  operations.map(({ name }) => name).toSorted();
const alone = (service: string, since: number) =>
  sick(service, since, { felt: [service], causes: [cause(service, since, { confidence: 0.5 })] });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-incidents-"));
  clickhouse = openEmbedded({ path: folder, memoryLimitBytes: 1024 ** 3, concurrency: 2 });
  await migrate(clickhouse, migrations({ kind: "single" }));
  incidents = open();
});
afterAll(async () => {
  await incidents.feature.stop?.();
  await clickhouse.close();
  await rm(folder, { recursive: true, force: true });
});

test("every operation that is declared is answered", () => {
  expect(named(incidents.feature.operations?.map(({ operation }) => operation) ?? [])).toEqual(
    named(api.incidentOperations),
  );
});

test("while nothing is wrong the list is empty, and says when it was looked last", async () => {
  await see(healthy(now), 2);
  expect(await list()).toMatchObject({ incidents: [], open: 0, watch: { lastLookAt: now, problem: null } });
});

describe("an incident", () => {
  let id = "";

  test("is opened with its evidence", async () => {
    await see(sick("payment", now));
    ({ id } = await firstOpen());
    const told = await call(api.getIncident, { id });
    expect(told.incident).toMatchObject({
      state: "open",
      services: ["payment", "frontend", "order"],
      cause: { kind: "pool-exhausted", confidence: 0.86 },
    });
    expect(told.best?.causes[0]?.evidence[0]?.chart?.points).toHaveLength(60);
    expect(told.happenings.map(({ kind }) => kind)).toEqual(["opened"]);
  });

  test("goes on over a restart as the same one, with what was seen before", async () => {
    const { onset } = await firstOpen();
    await restart();
    await see(sick("payment", onset, { felt: ["mobile", "frontend", "order", "payment"], changes: [] }));
    const told = await call(api.getIncident, { id });
    expect((await rows()).map((row) => row.id)).toEqual([id]);
    expect(told.incident.services).toContain("mobile");
    expect(told.changes).toHaveLength(1);
    expect(told.happenings.map(({ kind }) => kind)).toEqual(["opened", "grew"]);
  });

  test("takes notes, an acknowledgement and a verdict, each with who and when", async () => {
    await call(api.acknowledgeIncident, { id });
    await call(api.addNote, { id, text: "  looking at the pool  " }, "min");
    const { incident } = await call(api.setVerdict, { id, outcome: "right", text: "DB_POOL_MAX it was" });
    expect(incident).toMatchObject({
      acknowledgedBy: "hana",
      acknowledgedAt: now,
      verdict: { outcome: "right", judged: { kind: "pool-exhausted" }, by: "hana" },
    });
    await restart();
    const { happenings } = await call(api.getIncident, { id });
    expect(happenings.slice(2).map(({ kind, by, text }) => [kind, by, text])).toEqual([
      ["acknowledged", "hana", ""],
      ["note", "min", "looking at the pool"],
      ["verdict", "hana", "DB_POOL_MAX it was"],
    ]);
  });

  test("does not end because a look failed, and the list says so", async () => {
    await see(new Error("the store is away"), 30);
    expect(await list()).toMatchObject({ open: 1, watch: { problem: "the store is away" } });
  });

  test("ends by itself, and a restart in between does not begin the waiting anew for ever", async () => {
    await see(healthy(now), 10);
    await restart();
    await see(healthy(now), 18);
    expect(await list()).toMatchObject({ open: 0, incidents: [{ id, state: "resolved", resolvedBy: "" }] });
  });

  test("comes back within half an hour, after a restart too", async () => {
    await restart();
    await see(sick("payment", now));
    expect(await rows()).toMatchObject([{ id, state: "open", endedAt: null }]);
  });

  test("is closed by a person with what helped, and opened again", async () => {
    await call(api.resolveIncident, { id, text: "rolled back to 2.3.9" });
    expect(await rows({ state: "resolved" })).toMatchObject([{ id, resolvedBy: "hana" }]);
    await call(api.reopenIncident, { id });
    expect(await rows({ state: "open" })).toMatchObject([{ id }]);
    await call(api.resolveIncident, { id, text: "rolled back to 2.3.9" });
  });
});

test("two that turn out to be one are merged, and the younger one's link leads on", async () => {
  now += 120 * minute;
  await see(alone("cart", now));
  const { id: elder } = await firstOpen();
  now += 20 * minute;
  await see(alone("search", now));
  const younger = (await rows({ state: "open" })).find(({ id }) => id !== elder)?.id ?? "";
  await call(api.addNote, { id: younger, text: "seen in search" });
  await see(sick("cart", now - 20 * minute, { felt: ["search", "cart"] }));
  expect(await rows({ state: "open" })).toMatchObject([{ id: elder }]);
  expect((await call(api.getIncident, { id: younger })).incident).toMatchObject({
    state: "merged",
    mergedInto: elder,
  });
  await call(api.addNote, { id: younger, text: "written where the link was" });
  const told = await call(api.getIncident, { id: elder });
  expect(told.absorbed).toEqual([younger]);
  expect(told.happenings.filter(({ kind }) => kind === "note").map(({ text }) => text)).toEqual([
    "seen in search",
    "written where the link was",
  ]);
  await see(healthy(now), 20);
});

test("an alert opens one, and it ends after the alert does", async () => {
  now += 120 * minute;
  firing = [
    {
      fingerprint: "00000000000000aa",
      name: "HighErrorRatio",
      severity: "critical",
      labels: { service_name: "ledger" },
      annotations: { summary: "8 % of the requests fail" },
      isQuiet: false,
      activeAt: now - minute,
      firedAt: now,
    },
    {
      fingerprint: "00000000000000bb",
      name: "NodeDiskFull",
      severity: "info",
      labels: { service_name: "ledger" },
      annotations: {},
      isQuiet: false,
      activeAt: now,
      firedAt: now,
    },
  ];
  await see(healthy(now), 2);
  expect(await rows({ state: "open" })).toMatchObject([
    { openedBy: "alert", services: ["ledger"], alerts: [{ name: "HighErrorRatio", resolvedAt: null }] },
  ]);
  firing = [];
  await see(healthy(now), 20);
  expect(await list()).toMatchObject({ open: 0 });
});

describe("the list", () => {
  test("finds by service, kind, text and time, the newest first", async () => {
    expect(await ids({})).toHaveLength(3);
    expect(await ids({ service: "mobile" })).toHaveLength(1);
    expect(await ids({ kind: "pool-exhausted" })).toHaveLength(2);
    expect(await ids({ search: "HIGHERROR" })).toHaveLength(1);
    expect(await ids({ search: "장바구니" })).toHaveLength(0);
    expect(await ids({ state: "merged" })).toHaveLength(1);
    expect(await ids({ from: "now-1h" })).toHaveLength(1);
  });

  test("is read page by page, each incident once", async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({ from: "now-7d", limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.incidents.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual((await rows({ from: "now-7d" })).map(({ id }) => id));
  });
});

test("an earlier incident of the same kind is found, with what helped then", async () => {
  now += 120 * minute;
  await see(sick("payment", now));
  const { id } = await firstOpen();
  const { similar } = await call(api.similarIncidents, { id });
  expect(similar[0]?.incident.services).toContain("payment");
  expect(similar[0]?.similarity).toBeGreaterThan(0.6);
  expect(similar[0]?.common).toContainEqual({ kind: "inside", name: "setting DB_POOL_MAX" });
  expect(similar[0]?.helped).toMatchObject({
    verdict: "DB_POOL_MAX it was",
    resolution: "rolled back to 2.3.9",
    notes: ["looking at the pool"],
    proposed: { en: "Roll payment back to revision 7" },
  });
});

test("verdicts are counted by how sure the cause was", async () => {
  const { id } = await firstOpen();
  await call(api.setVerdict, { id, outcome: "wrong", kind: "slow-query", service: "payment" });
  now += 1000;
  const { judged, right, bands, wrong } = await call(api.incidentAccuracy, {});
  expect([judged, right]).toEqual([2, 1]);
  expect(bands.find(({ from }) => from === 0.85)).toMatchObject({ judged: 2, right: 1, confidence: 0.86 });
  expect(wrong).toEqual([{ said: "pool-exhausted", was: "slow-query", count: 1 }]);
});

test("a post-mortem is written in both languages", async () => {
  const { id } = await firstOpen();
  const { name, markdown } = await call(api.exportIncident, { id, language: "ko" });
  expect(name).toMatch(/^incident-2026-11-21-[0-9a-z]{12}\.md$/);
  for (const title of ["요약", "영향", "타임라인", "원인", "배제한 원인", "재발 방지"])
    expect(markdown).toContain(title);
  expect((await call(api.exportIncident, { id })).markdown).toContain("## What was ruled out");
});

test("what does not exist is said to be so", async () => {
  const missing = { code: "NOT_FOUND" };
  await expect(call(api.getIncident, { id: "000000000000" })).rejects.toMatchObject(missing);
  await expect(call(api.resolveIncident, { id: "000000000000" })).rejects.toMatchObject(missing);
  await expect(list({ cursor: "x" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});
