import { raw } from "@naru/clickhouse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyPicture } from "#kubernetes/shapes/fixture.ts";
import type { ObjectiveAtRisk } from "#objectives/index.ts";
import {
  at,
  attributes,
  bytes,
  type Fixture,
  id,
  now,
  openFixture,
  type Row,
  resource,
} from "#telemetry/query/fixture.ts";
import { loadScene } from "./load.ts";
import type { Calls } from "./scene/calls.ts";
import type { Scene } from "./scene/scene.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const window = { from: now - 10 * minute, to: now };

let fixture: Fixture;
let scene: Scene;
beforeAll(async () => {
  fixture = await openFixture();
  await fixture.insert("resources", [
    resource(7, { "service.name": "front", "k8s.pod.name": "front-0" }),
    resource(8, { "service.name": "cart", "k8s.pod.name": "cart-0" }),
    resource(9, { "k8s.pod.name": "cart-0", "k8s.volume.name": "spool", "k8s.volume.type": "emptyDir" }),
  ]);
  await fixture.insert("metric_series", [
    {
      metric: "k8s.volume.available",
      series_id: 5,
      resource_id: 9,
      kind: 1,
      unit: "By",
      day: "2026-11-21",
    },
  ]);
  await fixture.insert("metric_numbers", [
    { metric: "k8s.volume.available", series_id: 5, time: at(-5 * minute), value: 4096 },
  ]);
  await fixture.insert("spans", [...request, ...dayBefore]);
  await fixture.insert("logs", lines);
  scene = await load();
}, 60_000);
afterAll(() => fixture.close());

const objective: ObjectiveAtRisk = {
  name: "cart",
  title: "Cart answers",
  service: "cart",
  operation: "",
  target: 0.999,
  windowDays: 30,
  leftShare: 0.4,
  burnRate: 20,
  goneAt: null,
  severity: "page",
  threatenedSince: null,
};
const load = () =>
  loadScene(
    {
      clickhouse: fixture.clickhouse,
      picture: emptyPicture,
      objectives: (at) => Promise.resolve([{ ...objective, goneAt: at + 60_000 }]),
      now,
    },
    window,
    new AbortController().signal,
  );

const made = (span: number, parent: number, of: Row): Row => ({
  trace_id: bytes(id(1, 32)),
  span_id: bytes(id(span, 16)),
  parent_span_id: bytes(id(parent, 16)),
  start_time: at(-5 * minute + span),
  duration: span * 1e6,
  ...of,
});

/** Front calls cart, which asks a database in vain. */
const request: Row[] = [
  made(1, 0, {
    service: "front",
    name: "GET /",
    kind: 2,
    inner: 0,
    status: 0,
    resource_id: 7,
    ...attributes({ n: 1 }),
  }),
  made(2, 1, {
    service: "front",
    name: "POST",
    kind: 3,
    inner: 1,
    status: 2,
    status_message: "",
    resource_id: 7,
    ...attributes({
      "server.address": "10.0.0.3",
      "server.port": 80,
      "http.response.status_code": 500,
      "error.type": "500",
    }),
  }),
  made(3, 2, {
    service: "cart",
    name: "POST /cart",
    kind: 2,
    inner: 0,
    status: 2,
    status_message: "no cart",
    resource_id: 8,
    ...attributes({ n: 1 }),
  }),
  made(4, 3, {
    service: "cart",
    name: "SELECT",
    kind: 3,
    inner: 1,
    status: 2,
    resource_id: 8,
    event_names: ["exception"],
    event_attributes: raw(
      "CAST([map('exception.type', 'Error', 'exception.message', 'refused')], 'Array(Map(LowCardinality(String), String))')",
    ),
    ...attributes({
      "db.query.text": "SELECT * FROM cart WHERE id = 4711",
      "server.address": "10.0.0.9",
      "server.port": 5432,
    }),
  }),
];

/** Three requests a minute to front yesterday, of which one fails, for five minutes. */
const dayBefore: Row[] = Array.from({ length: 15 }, (_, i) => ({
  ...made(100 + i, 0, {
    service: "front",
    name: "GET /",
    kind: 2,
    inner: 0,
    status: i % 3 === 0 ? 2 : 0,
    resource_id: 7,
    ...attributes({ n: 1 }),
  }),
  trace_id: bytes(id(100 + i, 32)),
  start_time: at(-day - 5 * minute + Math.floor(i / 3) * minute),
  duration: 20e6,
}));

const lines: Row[] = [
  {
    time: at(-5 * minute),
    service: "cart",
    severity_number: 17,
    body: "order 4711 failed",
    trace_id: bytes(id(1, 32)),
    span_id: bytes(id(3, 16)),
    resource_id: 8,
    seq: 1,
    ...attributes({ n: 1 }),
  },
  {
    time: at(-6 * minute),
    service: "cart",
    severity_number: 9,
    body: "listening",
    resource_id: 8,
    seq: 2,
    ...attributes({ "code.file.path": "main.ts", "code.line.number": 17 }),
  },
];

const told = (calls: Calls) =>
  Array.from({ length: calls.count }, (_, row) => ({
    service: calls.serviceOf(row),
    pod: calls.podOf(row),
    parent: calls.parent[row],
    start: calls.start[row],
    duration: calls.duration[row],
    statement: calls.names.text(calls.statement[row] ?? 0),
    peer: calls.names.text(calls.peer[row] ?? 0),
    failure: calls.names.text(calls.failure[row] ?? 0),
  }));

describe("a scene is loaded from the store", () => {
  test("without a stage that fails", () => {
    expect(scene.stages.map(({ name, error }) => [name, error])).toEqual(
      ["resources", "calls", "metrics", "kubernetes", "objectives", "seasons"].map((name) => [name, null]),
    );
  });

  test("objectives as they stood at the end of the window", () => {
    expect(scene.objectives).toEqual([{ ...objective, goneAt: scene.window.to + 60_000 }]);
  });

  test("spans, with whom they call, the statement without its literals, and what failed", () => {
    const start = now - 5 * minute;
    const nothing = { statement: "", peer: "", failure: "" };
    const front = { service: "front", pod: "front-0" };
    const cart = { service: "cart", pod: "cart-0" };
    expect(told(scene.calls)).toEqual([
      { ...front, ...nothing, parent: -1, start: start + 1, duration: 1 },
      {
        ...front,
        ...nothing,
        parent: 0,
        start: start + 2,
        duration: 2,
        peer: "10.0.0.3:80",
        failure: "500 500",
      },
      { ...cart, ...nothing, parent: 1, start: start + 3, duration: 3, failure: "no cart" },
      {
        ...cart,
        parent: 2,
        start: start + 4,
        duration: 4,
        statement: "SELECT * FROM cart WHERE id = ?",
        peer: "10.0.0.9:5432",
        failure: "Error: refused",
      },
    ]);
    expect(scene.calls.traceOf(0)).toBe(id(1, 32));
    expect(scene.calls.spanOf(3)).toBe(id(4, 16));
  });

  test("lines, with the span that wrote them and their place in the code", () => {
    const { rows, names, statement } = scene.lines;
    expect(rows.map(({ body, pod, severity }) => [body, pod, severity])).toEqual([
      ["listening", "cart-0", 9],
      ["order 4711 failed", "cart-0", 17],
    ]);
    expect(Array.from(statement, (each) => names.text(each))).toEqual(["main.ts:17", "order <n> failed"]);
    expect(rows.map(({ traceNumber, spanNumber }) => scene.calls.rowOf(traceNumber, spanNumber))).toEqual([
      -1, 2,
    ]);
  });

  test("metrics of a volume, with its pod, by the name that its resource has", () => {
    expect(scene.series).toMatchObject([
      {
        metric: "k8s.volume.available",
        pod: "cart-0",
        attributes: { "k8s.volume.name": "spool", "k8s.volume.type": "emptyDir" },
        values: [4096],
      },
    ]);
  });

  test("the minutes of the days before, as if they were of the window, and nothing of days without any", () => {
    const yesterday = scene.seasons.filter((season) => season.day !== 0);
    expect(yesterday).toEqual([
      {
        day: 1,
        service: "front",
        times: [0, 1, 2, 3, 4].map((i) => now - (5 - i) * minute),
        requests: [3, 3, 3, 3, 3],
        failures: [1, 1, 1, 1, 1],
        durations: [60, 60, 60, 60, 60],
      },
    ]);
    const today = scene.seasons.filter((season) => season.day === 0);
    expect(today.map(({ service, requests }) => [service, requests])).toEqual([
      ["cart", [1]],
      ["front", [1]],
    ]);
  });
});
