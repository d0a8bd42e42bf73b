import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, bytes, type Fixture, id, now, openFixture, resource } from "#telemetry/query/fixture.ts";
import { quantileNano, type Read, readerOf } from "#telemetry/query/index.ts";
import { fairly } from "./judge/callers.ts";
import { answeredBetween, badTogether, type Compared, momentsBetween } from "./store.ts";

let fixture: Fixture;
let read: Read;
const [front, cart, mail] = [1, 2, 3];

interface Call {
  readonly callee: number;
  /** Milliseconds that the caller waited; undefined: it is not traced. */
  readonly waited?: number;
  readonly took: number;
  readonly failed?: boolean;
  readonly gaveUp?: boolean;
}

let traces = 0;
/** Requests that ended a second ago, each in a trace of its own. */
const spansOf = ({ callee, waited, took, failed = false, gaveUp = false }: Call) => {
  const trace_id = bytes(id(++traces, 32));
  const start_time = at(-1000 - took);
  const parent_span_id = bytes(id(waited === undefined ? 0 : 7, 16));
  const common = { trace_id, start_time, inner: 0, name: "GET /x" };
  return [
    {
      ...common,
      span_id: bytes(id(8, 16)),
      parent_span_id,
      kind: 2,
      resource_id: callee,
      duration: took * 1_000_000,
      status: failed ? 2 : 0,
      service: "callee",
    },
    ...(waited === undefined
      ? []
      : [
          {
            ...common,
            span_id: bytes(id(7, 16)),
            parent_span_id: bytes(id(0, 16)),
            kind: 3,
            resource_id: front,
            duration: waited * 1_000_000,
            status: gaveUp ? 2 : 0,
            service: "front",
          },
        ]),
  ];
};

const pod = (resourceId: number, name: string) =>
  resource(resourceId, { "k8s.namespace.name": "shop", "k8s.pod.name": name, "k8s.pod.uid": `uid-${name}` });

const answered = async () =>
  (await answeredBetween(read, { from: now - 30_000, to: now }))
    .map(({ name, caller, view, requests, failed, late, durations, endedAt }) => ({
      name,
      caller,
      view,
      requests,
      failed,
      late,
      typicalMs: Math.round((quantileNano(durations, 0.5) ?? 0) / 1e7) * 10,
      endedAt: endedAt - now,
    }))
    .toSorted((a, b) => `${a.name} ${a.caller} ${a.view}`.localeCompare(`${b.name} ${b.caller} ${b.view}`));

const views = async () =>
  fairly(await answeredBetween(read, { from: now - 30_000, to: now }))
    .map(({ name, caller, view }) => `${name} ${caller} ${view}`)
    .toSorted();

const recentSince = async (from: number) =>
  (await answeredBetween(read, { from: now - 30_000, to: now }, from))
    .filter(({ isRecent }) => isRecent)
    .reduce((sum, { requests }) => sum + requests, 0);

beforeAll(async () => {
  fixture = await openFixture();
  read = readerOf(fixture.clickhouse, new AbortController().signal);
  await fixture.insert("resources", [pod(front, "front"), pod(cart, "cart"), pod(mail, "mail")]);
  const calls: readonly Call[] = [
    ...Array.from({ length: 5 }, () => ({ callee: cart, waited: 500, took: 10 })),
    { callee: cart, waited: 20, took: 30, gaveUp: true },
    { callee: mail, waited: 20, took: 20, failed: true },
    { callee: mail, took: 40 },
  ];
  await fixture.insert("spans", calls.flatMap(spansOf));
}, 60_000);
afterAll(() => fixture.close());

describe("requests that pods answered", () => {
  test("are told as they say and as their callers waited, which may have given up meanwhile", async () => {
    const row = { endedAt: -1000, late: 0, failed: 0 };
    expect(await answered()).toEqual([
      { ...row, name: "cart", caller: "1", view: "own", requests: 6, late: 5, typicalMs: 10 },
      { ...row, name: "cart", caller: "1", view: "waited", requests: 6, late: 5, failed: 1, typicalMs: 500 },
      { ...row, name: "mail", caller: "", view: "own", requests: 1, typicalMs: 40 },
      { ...row, name: "mail", caller: "", view: "waited", requests: 1, typicalMs: 40 },
      { ...row, name: "mail", caller: "1", view: "own", requests: 1, failed: 1, typicalMs: 20 },
      { ...row, name: "mail", caller: "1", view: "waited", requests: 1, failed: 1, typicalMs: 20 },
    ]);
  });

  test("of the last part of the range stand by themselves", async () => {
    expect(await recentSince(now - 1_001)).toBe(16);
    expect(await recentSince(now - 999)).toBe(0);
  });

  test("are judged by what was waited, unless their caller is late with everything", async () => {
    // It calls mail too rarely to tell.
    expect(await views()).toEqual(["cart 1 waited", "mail  waited", "mail 1 own"]);
    await fixture.insert(
      "spans",
      Array.from({ length: 4 }, () => ({ callee: mail, waited: 300, took: 10 })).flatMap(spansOf),
    );
    expect(await views()).toEqual(["cart 1 own", "mail  waited", "mail 1 own"]);
  });
});

describe("requests of pods that are looked at, and of others", () => {
  const [lookedAt, other] = ["/shop/cart/uid-cart", "/shop/mail/uid-mail"];
  const moments = async (compared: Partial<Compared> = {}) =>
    (
      await momentsBetween(
        read,
        { from: now - 30_000, to: now },
        { pods: [lookedAt], others: [other], late: [], ...compared },
      )
    )
      .map(({ pod: of, operation, slice, requests, failed }) => ({
        of,
        operation,
        slice: slice - now / 100,
        requests,
        failed,
      }))
      .toSorted((a, b) => a.of.localeCompare(b.of) || a.slice - b.slice);

  test("stand by when they began: when their callers began to wait", async () => {
    const row = { operation: "GET /x", failed: 0 };
    expect(await moments({ others: [] })).toEqual([
      { ...row, of: lookedAt, slice: -15, requests: 5 },
      { ...row, of: lookedAt, slice: -11, requests: 1, failed: 1 },
    ]);
    expect(await moments({ pods: [], others: [lookedAt] })).toMatchObject([{ of: "" }, { of: "" }]);
  });

  test("stand by when the pod began where their caller is late itself, as the pod told them", async () => {
    const row = { of: lookedAt, operation: "GET /x", failed: 0 };
    expect(await moments({ others: [], late: [`${front} ${lookedAt}`] })).toEqual([
      { ...row, slice: -11, requests: 6 },
    ]);
  });

  test("are not told of any other pod", async () => {
    expect(await moments({ pods: [], others: [] })).toEqual([]);
  });
});

test("what went badly is counted by trace, with itself", async () => {
  const rows = await badTogether(read, { from: now - 30_000, to: now }, ["cart"]);
  expect(rows).toEqual([{ caller: "cart", callee: "cart", traces: 6 }]);
});
