import { sql } from "@naru/clickhouse";
import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Operation, OperationInput } from "#kernel/operation.ts";
import { answer, cluster, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import { readerOf } from "#telemetry/query/index.ts";
import { exportObjectives, getObjective, listObjectives, putObjective, removeObjective } from "./api.ts";
import { readObjective } from "./declaration/openslo.ts";
import { openSlo } from "./fixture.ts";
import { openObjectives } from "./index.ts";
import { standings } from "./measure.ts";

/** The moment at which all takes place. */
const now = Date.parse("2026-11-21T09:30:00Z");
const minute = 60_000;
const day = 24 * 60 * minute;

let fixture: Fixture;
const opened = () =>
  openObjectives({
    clickhouse: fixture.clickhouse,
    objects: fixture.kubernetes().objects,
    clock: { now: () => now },
  });
const call = <O extends Operation>(operation: O, input: OperationInput<O>) =>
  answer(opened().feature, operation, input);

beforeAll(async () => {
  fixture = await openFixture();
  await requests({ count: 9_800, from: -29 * day, to: -2 * day });
  await requests({ count: 100, from: -6 * day, to: -5 * day, isFailed: true });
  await requests({ count: 60, from: -60 * minute, to: 0 });
  await requests({ count: 40, from: -40 * minute, to: 0, isFailed: true });
  await requests({ count: 30, from: -2 * day, to: -day, name: "GET /cart/:id", tookMs: 250 });
  await requests({ count: 20, from: -2 * day, to: -day, name: "GET /cart/:id", tookMs: 400 });
  await requests({ count: 500, from: -2 * day, to: -day, isInner: true, isFailed: true, tookMs: 9000 });
  await requests({ count: 5, from: -40 * day, to: -31 * day, isFailed: true });
}, 60_000);
afterAll(() => fixture.close());

interface Requests {
  readonly count: number;
  /** Milliseconds after `now`. */
  readonly from: number;
  readonly to: number;
  readonly name?: string;
  readonly tookMs?: number;
  readonly isFailed?: boolean;
  readonly isInner?: boolean;
}

/** Requests to cart, evenly apart. */
const requests = (given: Requests) => {
  const { count, from, to, name = "POST /cart", tookMs = 20, isFailed = false, isInner = false } = given;
  return fixture.clickhouse.command(sql`
    INSERT INTO spans (start_time, duration, inner, kind, service, name, status)
    SELECT fromUnixTimestamp64Milli(toInt64(${now + from} + number * ${Math.floor((to - from) / count)}), 'UTC'),
           ${tookMs * 1e6}, ${Number(isInner)}, 2, 'cart', ${name}, ${isFailed ? 2 : 1}
    FROM numbers(${count})`);
};

const declare = (yaml: string) => call(putObjective, { yaml, cluster });

describe("an objective that is declared", () => {
  beforeAll(() => declare(openSlo({ name: "cart", service: "cart" })));

  test("counts every request of its window, and no other span", async () => {
    const { standing } = await call(getObjective, { name: "cart" });
    expect(standing.counts).toEqual({ total: 9_800 + 100 + 60 + 40 + 50, bad: 140 });
    expect(standing.sli).toBeCloseTo(1 - 140 / 10_050, 9);
    expect(standing.budget).toMatchObject({ spent: 140, left: expect.closeTo(100.5 - 140, 6) });
    expect(standing.measuredSince).toBe(now - 29 * day);
  });

  test("has burn rates of five minutes up to three days", async () => {
    const { standing } = await call(getObjective, { name: "cart" });
    const failed = standing.burnRates.map(({ minutes, counts }) => [minutes, counts.bad]);
    // The minute that is under way counts as one.
    expect(failed).toEqual([
      [5, 4],
      [30, 29],
      [60, 40],
      [360, 40],
      [4320, 40],
    ]);
    expect(standing).toMatchObject({ state: "burning", threat: { severity: "page" }, goneAt: null });
  });

  test("shows how its budget was spent, and since when it is threatened", async () => {
    const { course, standing, threatenedSince } = await call(getObjective, { name: "cart" });
    expect(course.left.at(-1)).toBeCloseTo(standing.budget.leftShare ?? Number.NaN, 9);
    const left = course.left.flatMap((share) => share ?? []);
    expect(left[0]).toBe(1);
    expect(left).toEqual(left.toSorted((a, b) => b - a));
    expect(course.bad.reduce((sum, bad) => sum + bad, 0)).toBe(140);
    expect((now - (threatenedSince ?? 0)) / minute).toBeGreaterThan(20);
    expect((now - (threatenedSince ?? 0)) / minute).toBeLessThan(40);
  });

  test("is there as it was written, where Git can write it as well", async () => {
    const { yaml, namespace, configMap, key } = await call(getObjective, { name: "cart" });
    expect(yaml).toBe(openSlo({ name: "cart", service: "cart" }));
    const kept = await fixture.client.get<never>(kinds.configMaps, { namespace, name: configMap });
    expect(kept).toMatchObject({ data: { [key]: yaml }, metadata: { labels: { "naru.dev/openslo": "1" } } });
  });
});

describe("what is bad", () => {
  test.each<[what: string, source: string, total: number, bad: number]>([
    ["takes longer than the threshold", "indicator: latency, thresholdMs: 300", 10_050, 20],
    [
      "takes longer, of one operation",
      'indicator: latency, thresholdMs: 300, operation: "GET /cart/:id"',
      50,
      20,
    ],
    ["fails, of one operation", 'indicator: availability, operation: "POST /cart"', 10_000, 140],
    ["is nothing of an operation that nobody asks for", "indicator: availability, operation: nobody", 0, 0],
  ])("%s", async (_, source, total, bad) => {
    const objective = readObjective(openSlo({ name: "x", service: "cart", source }));
    const read = readerOf(fixture.clickhouse, new AbortController().signal);
    const [standing] = await standings(read, [objective], now);
    expect(standing?.counts).toEqual({ total, bad });
    expect(standing?.sli).toBe(total === 0 ? null : (total - bad) / total);
  });

  test("is counted for very many objectives at once, each with its own window and threshold", async () => {
    const all = Array.from({ length: 200 }, (_, i) =>
      readObjective(
        openSlo({
          name: `x-${i}`,
          service: i % 4 === 3 ? "nobody" : "cart",
          source: i % 2 === 0 ? "indicator: availability" : `indicator: latency, thresholdMs: ${i}`,
          days: i % 8 === 0 ? 7 : 30,
        }),
      ),
    );
    const read = readerOf(fixture.clickhouse, new AbortController().signal);
    const found = await standings(read, all, now);
    expect(found.map(({ counts }) => counts.bad).slice(0, 5)).toEqual([140, 10_050, 140, 0, 140]);
    expect(found.filter((_, i) => i % 8 === 0).every(({ counts }) => counts.total < 3000)).toBe(true);
    expect(found[2]?.counts.total).toBe(10_050);
  });

  test("was counted at any moment before, too", async () => {
    const objective = readObjective(openSlo({ name: "x", service: "cart" }));
    const read = readerOf(fixture.clickhouse, new AbortController().signal);
    const [standing] = await standings(read, [objective], now - day);
    expect(standing?.counts.bad).toBe(100);
    expect(standing?.threat).toBeNull();
  });
});

describe("objectives together", () => {
  beforeAll(async () => {
    await declare(openSlo({ name: "quiet", service: "nobody" }));
    await declare(
      openSlo({ name: "calm", service: "cart", source: "indicator: latency, thresholdMs: 5000" }),
    );
    await fixture.client.create(kinds.configMaps, "default", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "from-a-chart", namespace: "default", labels: { "naru.dev/openslo": "true" } },
      data: {
        "one.yaml": openSlo({ name: "theirs", service: "cart", target: 0.5 }),
        "broken.yaml": openSlo({ name: "broken", service: "cart", target: 1 }),
        "readme.md": "text",
      },
    });
  });

  test("come in the order of their danger; what cannot be read is told, and a cluster that is away", async () => {
    const { objectives, unreadable, more, clusters: read } = await call(listObjectives, {});
    expect(objectives.map(({ objective, standing }) => [objective.name, standing.state])).toEqual([
      ["cart", "burning"],
      ["theirs", "kept"],
      ["calm", "kept"],
      ["quiet", "none"],
    ]);
    expect(unreadable).toMatchObject([
      {
        configMap: "from-a-chart",
        key: "broken.yaml",
        message: expect.stringMatching(/^spec.objectives.target/),
      },
    ]);
    expect(more).toBe(0);
    expect(read).toMatchObject([
      { cluster, error: null },
      { cluster: "moon", error: expect.any(String) },
    ]);
  });

  test("of one service are found", async () => {
    const { objectives } = await call(listObjectives, { service: "nobody" });
    expect(objectives.map(({ objective }) => objective.name)).toEqual(["quiet"]);
  });

  test("can be taken elsewhere", async () => {
    const { yaml } = await call(exportObjectives, { service: "cart" });
    expect(yaml.split(/^---$/m).map((text) => readObjective(text).name)).toEqual(["theirs", "calm", "cart"]);
  });
});

describe("a declaration", () => {
  test("is changed where it is, others beside it stay", async () => {
    const { objective, ...place } = await call(getObjective, { name: "theirs" });
    expect(objective.target).toBe(0.5);
    const after = await declare(openSlo({ name: "theirs", service: "cart", target: 0.6 }));
    expect(after).toMatchObject({ configMap: place.configMap, key: place.key });
    expect((await call(getObjective, { name: "theirs" })).objective.target).toBe(0.6);
    const kept = await fixture.client.get<never>(kinds.configMaps, {
      namespace: "default",
      name: "from-a-chart",
    });
    expect(Object.keys((kept as { data: object }).data)).toContain("readme.md");
  });

  test("is not changed over somebody else's change", async () => {
    const { version } = await call(getObjective, { name: "calm" });
    const yaml = openSlo({ name: "calm", service: "cart", target: 0.9 });
    await call(putObjective, { yaml, version, cluster });
    await expect(call(putObjective, { yaml, version, cluster })).rejects.toMatchObject({ status: 409 });
  });

  test("does not take the name of another", async () => {
    const again = call(putObjective, {
      yaml: openSlo({ name: "calm", service: "other" }),
      cluster,
      isNew: true,
    });
    await expect(again).rejects.toMatchObject({ code: "INVALID_DECLARATION", status: 409 });
  });

  test("that cannot be measured is refused, and nothing is kept", async () => {
    const refused = declare(openSlo({ name: "wrong", service: "cart", days: 90 }));
    await expect(refused).rejects.toMatchObject({ code: "INVALID_DECLARATION" });
    await expect(call(getObjective, { name: "wrong", cluster })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("is gone when it is deleted, and back when it is declared again", async () => {
    const { yaml } = await call(removeObjective, { name: "calm", cluster });
    await expect(call(getObjective, { name: "calm", cluster })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await declare(yaml);
    expect((await call(getObjective, { name: "calm" })).yaml).toBe(yaml);
  });
});

describe("those who look for causes are told", () => {
  test("what is at risk and since when, and nothing of what nobody asks for", async () => {
    const found = await opened().atRisk(now, new AbortController().signal);
    expect(found.map(({ name }) => name)).not.toContain("quiet");
    const cart = found.find(({ name }) => name === "cart");
    expect(cart).toMatchObject({ service: "cart", severity: "page", goneAt: null });
    expect(cart?.burnRate).toBeCloseTo(40, 0);
    expect(cart?.threatenedSince).toBeGreaterThan(now - 40 * minute);
  });

  test("what was declared, when the cluster that keeps it is away: trouble with a cluster hides none", async () => {
    const { atRisk } = opened();
    const before = await atRisk(now, new AbortController().signal);
    await fixture.engine.halt();
    const after = await atRisk(now + 2 * minute, new AbortController().signal);
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
    expect(before).not.toEqual([]);
  });
});
