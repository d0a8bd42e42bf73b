import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  at,
  attributes,
  bytes,
  type Fixture,
  id,
  now,
  openFixture,
  resource,
} from "#telemetry/query/fixture.ts";
import { decodePoints, heatmap, listTransactions, scatter } from "../api.ts";
import { apm } from "../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("resources", [resource(7, { "service.name": "cart", "k8s.pod.name": "cart-0" })]);
  await fixture.insert("spans", [...shop, ...long]);
});
afterAll(() => fixture.close());

const ms = 1e6;
interface Made {
  readonly trace: number;
  readonly span: number;
  readonly parent?: number;
  /** Milliseconds before now. */
  readonly ago: number;
  readonly took: number;
  readonly service?: string;
  readonly kind?: number;
  readonly status?: number;
  readonly with?: Readonly<Record<string, string | number>>;
}
const made = ({
  trace,
  span,
  parent,
  ago,
  took,
  service = "cart",
  kind = 2,
  status = 0,
  with: set = {},
}: Made) => ({
  trace_id: bytes(id(trace, 32)),
  span_id: bytes(id(span, 16)),
  parent_span_id: bytes(id(parent ?? 0, 16)),
  start_time: at(-ago),
  duration: took * ms,
  inner: kind === 2 ? 0 : 1,
  service,
  name: kind === 2 ? "GET /cart" : "call",
  kind,
  status,
  resource_id: 7,
  ...attributes({ n: 1, ...set }),
});

/* One transaction of 100 ms: two statements that overlap from 10 to 50 ms, a call of 30 ms after them. */
const shop = [
  made({
    trace: 1,
    span: 1,
    ago: 60_000,
    took: 100,
    with: { "http.response.status_code": 200, "user.id": "ann", "session.id": "s1" },
  }),
  made({
    trace: 1,
    span: 2,
    parent: 1,
    ago: 59_990,
    took: 30,
    kind: 3,
    with: { "db.system.name": "postgresql" },
  }),
  made({ trace: 1, span: 3, parent: 1, ago: 59_980, took: 30, kind: 3, with: { "db.system": "postgresql" } }),
  made({
    trace: 1,
    span: 4,
    parent: 1,
    ago: 59_950,
    took: 30,
    kind: 3,
    with: { "http.request.method": "GET" },
  }),
  made({ trace: 2, span: 5, ago: 50_000, took: 20, status: 2, with: { "http.status_code": 500 } }),
  made({ trace: 3, span: 6, ago: 40_000, took: 5, service: "order" }),
];
/* One that began before the window and ended in it, and one the other way round. */
const long = [
  made({ trace: 8, span: 80, ago: 16 * 60_000, took: 90_000 }),
  made({ trace: 9, span: 90, ago: 10_000, took: 60_000 }),
];

const scattered = async (input: object) => decodePoints(await fixture.call(scatter, input));

describe("a scatter", () => {
  test("has a point for each transaction that ended in the window, at its end", async () => {
    const { from, count, ends, values, statuses, serviceOf, services, truncated } = await scattered({});
    const points = Array.from({ length: count }, (_, i) => [
      now - from - (ends[i] ?? 0),
      values[i],
      statuses[i],
      services[serviceOf[i] ?? 0],
    ]);
    expect(points.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [39_995, 5, 0, "order"],
      [49_980, 20, 2, "cart"],
      [59_900, 100, 0, "cart"],
      [14 * 60_000 + 30_000, 90_000, 0, "cart"],
    ]);
    expect(truncated).toBe(false);
  });

  test("says when there are more points than were asked for", async () => {
    expect(await scattered({ limit: 2 })).toMatchObject({ count: 2, truncated: true });
  });

  test.each([
    ["elapsed", 100],
    ["sql", 40],
    ["external", 30],
    ["own", 30],
  ])("by %s: what ran at once counts once", async (axis, expected) => {
    const { values } = await scattered({ axis, filter: "user.id=ann" });
    expect([...values]).toEqual([expected]);
  });

  test.each([
    ["service=order", 1],
    ["status=error", 1],
    ["k8s.pod.name=cart-0", 4],
    ["http.response.status_code=200", 1],
    ['name="GET /none"', 0],
  ])("filtered by %s has %d points", async (filter, count) => {
    expect((await scattered({ filter })).count).toBe(count);
  });
});

describe("the transactions of a box", () => {
  const box = { from: String(now - 59_950), to: String(now - 45_000) };
  test("are those that ended in it and took so long, slowest first", async () => {
    const { transactions, total } = await fixture.call(listTransactions, {
      ...box,
      minNano: 10 * ms,
      maxNano: 150 * ms,
    });
    expect(total).toBe(2);
    expect(transactions.map(({ spanId }) => spanId)).toEqual([id(1, 16), id(5, 16)]);
    expect(transactions[0]).toMatchObject({
      traceId: id(1, 32),
      service: "cart",
      pod: "cart-0",
      name: "GET /cart",
      durationNano: 100 * ms,
      status: "unset",
      httpStatus: 200,
      user: "ann",
      session: "s1",
      endTimeUnixNano: String(BigInt(now - 59_900) * 1_000_000n),
    });
    expect(transactions[1]).toMatchObject({ status: "error", httpStatus: 500, user: "", session: "" });
  });

  test("are counted also where they are not listed", async () => {
    const { transactions, total } = await fixture.call(listTransactions, { limit: 1, order: "newest" });
    expect([transactions.length, transactions[0]?.service, total]).toEqual([1, "order", 4]);
  });

  test("by the time in statements", async () => {
    const { transactions } = await fixture.call(listTransactions, { axis: "sql", minNano: 1 });
    expect(transactions.map(({ spanId, valueNano }) => [spanId, valueNano])).toEqual([[id(1, 16), 40 * ms]]);
  });
});

const totals = async (filter: string) => {
  const { cells } = await fixture.call(heatmap, { filter });
  return cells.map(({ bucket, count }) => [bucket, count]).toSorted((a, b) => Number(a[0]) - Number(b[0]));
};

test("a heat map counts the same from rollups as from spans", async () => {
  expect(await totals("")).toEqual(await totals("n=1"));
  expect(await totals("")).toHaveLength(4);
});
