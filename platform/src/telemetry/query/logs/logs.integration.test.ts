import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFields, listFieldValues, logContext, logHistogram, searchLogs } from "../api.ts";
import { at, attributes, bytes, type Fixture, id, openFixture, resource, type Row } from "../fixture.ts";

let store: Fixture;

const line = (seq: number, minutes: number, severity_number: number, body: string, more: Row = {}): Row => ({
  time: at(-minutes * 60_000),
  seq,
  observed_time: at(-minutes * 60_000),
  service: "cart",
  severity_number,
  body,
  body_type: "s",
  resource_id: 2,
  trace_id: bytes(id(0, 32)),
  span_id: bytes(id(0, 16)),
  ...attributes({ thread: "main" }),
  ...more,
});

beforeAll(async () => {
  store = await openFixture();
  await store.insert("resources", [resource(2, { "service.name": "cart", "k8s.pod.name": "cart-1" })]);
  await store.insert("logs", [
    line(1, 14, 9, "Starting up"),
    line(2, 9, 5, "cache miss for item 17", attributes({ thread: "worker", attempt: 3 })),
    line(3, 5, 17, "Connection Refused by peer", { trace_id: bytes(id(5, 32)) }),
    line(4, 5, 13, "connection was slow, refused nothing", { service: "gateway", resource_id: 1 }),
    line(5, 2, 17, "결제가 실패했습니다"),
    line(6, 1, 0, '{"user":"kim"}', { body_type: "m" }),
    line(7, 1, 21, "out of memory; code=E-42!"),
  ]);
});
afterAll(() => store.close());

const seqOf = (log: { id: string }) => Number(log.id.split("-")[1]);

describe("a search of log lines", () => {
  const facts: [filter: string, lines: number[]][] = [
    ["", [7, 6, 5, 4, 3, 2, 1]],
    ["connection", [4, 3]],
    ['"connection refused"', [3]],
    ["CONNECTION refused", [4, 3]],
    ["connection-refused", [3]],
    ["connect", []],
    ["-connection service=cart", [7, 6, 5, 2, 1]],
    ["starting OR miss", [2, 1]],
    ["(starting OR -connection) severity=info", [1]],
    ["결제", [5]],
    ["E-42", [7]],
    ["!", [7]],
    ["severity>=error", [7, 5, 3]],
    ["severity=error", [5, 3]],
    ["severity>error", [7]],
    ["severity<info", [2]],
    ["level=warning", [4]],
    ["severity=unspecified", [6]],
    ["thread=worker attempt>2", [2]],
    ["attempt=*", [2]],
    ["k8s.pod.name=cart-1 connection", [3]],
    [`trace_id=${id(5, 32)}`, [3]],
    ["trace_id=*", [3]],
    ["body~'^out'", []],
    ["body~^out", [7]],
  ];
  test.each(facts)("%s", async (filter, lines) => {
    const { logs } = await store.call(searchLogs, { filter });
    expect(logs.map(seqOf)).toEqual(lines);
  });

  test.each(["newest", "oldest"] as const)(
    "lists every line once over pages of two, %s first",
    async (order) => {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.call(searchLogs, { order, limit: 2, ...(cursor && { cursor }) });
        seen.push(...page.logs.map(seqOf));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(order === "newest" ? [7, 6, 5, 4, 3, 2, 1] : [1, 2, 3, 4, 5, 6, 7]);
    },
  );

  test("tells what sent a line, and of which type its body is", async () => {
    const { logs } = await store.call(searchLogs, { filter: "user" });
    expect(logs[0]).toMatchObject({
      bodyType: "map",
      traceId: "",
      attributes: [{ key: "thread", type: "string", value: "main" }],
    });
    expect(logs[0]?.resource).toContainEqual({ key: "k8s.pod.name", type: "string", value: "cart-1" });
  });
  test("refuses a severity that does not exist", async () => {
    await expect(store.call(searchLogs, { filter: "severity=loud" })).rejects.toThrow(/loud is no severity/);
  });
  test("refuses a pattern that is no regular expression", async () => {
    await expect(store.call(searchLogs, { filter: 'body~"("' })).rejects.toThrow(/CANNOT_COMPILE_REGEXP/);
  });
});

test("a histogram counts lines by severity", async () => {
  const answer = await store.call(logHistogram, { from: "now-15m" });
  const totals = answer.severities.map(({ severity, counts }) => [
    severity,
    counts.reduce((sum, count) => sum + count, 0),
  ]);
  expect(totals).toEqual([
    ["unspecified", 1],
    ["debug", 1],
    ["info", 1],
    ["warn", 1],
    ["error", 2],
    ["fatal", 1],
  ]);
  expect(answer.total).toBe(7);
  expect(answer.severities[0]?.counts).toHaveLength(answer.times.length);
});

test("the lines around one are those of the same sender", async () => {
  const { logs } = await store.call(searchLogs, { filter: "refused service=cart" });
  const around = await store.call(logContext, { id: logs[0]?.id ?? "", before: 1, after: 2 });
  expect(around.line.body).toBe("Connection Refused by peer");
  expect(around.before.map(seqOf)).toEqual([2]);
  expect(around.after.map(seqOf)).toEqual([5, 6]);
});

test("a line that is not stored is not found", async () => {
  await expect(store.call(logContext, { id: "123-4" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

describe("completion", () => {
  test("knows keys of fields, attributes and resources", async () => {
    const { fields } = await store.call(listFields, { signal: "logs", search: "t" });
    expect(fields).toContainEqual({ key: "severity", source: "field" });
    expect(fields).toContainEqual({ key: "attempt", source: "attribute" });
    expect((await store.call(listFields, { signal: "logs", search: "pod" })).fields).toEqual([
      { key: "k8s.pod.name", source: "resource" },
    ]);
  });
  const facts: [key: string, search: string, values: string[]][] = [
    ["service", "", ["cart", "gateway"]],
    ["service", "gate", ["gateway"]],
    ["thread", "", ["main", "worker"]],
    ["k8s.pod.name", "", ["cart-1"]],
    ["severity", "er", ["error"]],
    ["trace_id", "", []],
  ];
  test.each(facts)("knows the values of %s with %s", async (key, search, values) => {
    const answer = await store.call(listFieldValues, { signal: "logs", key, search });
    expect(answer.values.map(({ value }) => value)).toEqual(values);
  });
});
