import { sql } from "@naru/clickhouse";
import { at, bytes, type Fixture, id, openFixture, resource, now } from "#telemetry/query/fixture.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  compareProfiles,
  getProfile,
  listProfiles,
  profileFilters,
  profileLines,
  profileOfSpan,
} from "./api.ts";
import { apm } from "../index.ts";

const day = "2026-11-21";
const frames = {
  main: { frame_id: 2n ** 63n + 1n, function: "main", file: "/app/main.ts", line: 1 },
  sort: { frame_id: 11, function: "sort", file: "/app/sort.ts", line: 20 },
  sortAgain: { frame_id: 12, function: "sort", file: "/app/sort.ts", line: 21 },
  read: { frame_id: 13, function: "read", file: "/app/read.ts", line: 4 },
};
const stacks = {
  sorting: [frames.main, frames.sort],
  sortingElsewhere: [frames.main, frames.sortAgain],
  reading: [frames.main, frames.read],
};
const stackIds = { sorting: 101, sortingElsewhere: 102, reading: 103 };

interface Sample {
  readonly ms: number;
  readonly stack: keyof typeof stacks;
  readonly value?: number;
  readonly resourceId?: number;
  readonly type?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}
const sample = ({ ms, stack, value = 10, resourceId = 1, type = "cpu", more = {} }: Sample) => ({
  time: at(ms),
  service: "cart",
  type,
  unit: type === "cpu" ? "nanoseconds" : "bytes",
  stack_id: stackIds[stack],
  value,
  resource_id: resourceId,
  ...more,
});

const span = (number: number, ms: number, durationMs: number, resourceId = 1) => ({
  trace_id: bytes(id(number, 32)),
  span_id: bytes(id(number, 16)),
  start_time: at(ms),
  duration: durationMs * 1e6,
  service: "cart",
  name: "GET /cart",
  resource_id: resourceId,
});
const ids = (number: number) => ({ traceId: id(number, 32), spanId: id(number, 16) });

const of = (version: string, pod: string) => ({
  "service.name": "cart",
  "service.version": version,
  "k8s.pod.name": pod,
  "service.instance.id": pod,
});

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("resources", [
    resource(1, of("1.0", "cart-a")),
    resource(2, of("2.0", "cart-b")),
    resource(3, { ...of("1.0", "cart-a"), "telemetry.sdk.name": "another" }),
  ]);
  await fixture.insert(
    "profile_frames",
    Object.values(frames).map((frame) => ({
      day,
      service: "cart",
      ...frame,
      frame_id: sql`${BigInt(frame.frame_id)}`,
    })),
  );
  await fixture.insert(
    "profile_stacks",
    Object.entries(stacks).map(([name, list]) => ({
      day,
      service: "cart",
      stack_id: stackIds[name as keyof typeof stacks],
      frames: list.map(({ frame_id }) => BigInt.asIntN(64, BigInt(frame_id))),
    })),
  );
  await fixture.insert("profile_samples", [
    sample({ ms: -60_000, stack: "sorting" }),
    sample({ ms: -59_990, stack: "sorting" }),
    sample({ ms: -59_980, stack: "sortingElsewhere", more: { thread: "worker" } }),
    sample({ ms: -59_970, stack: "reading" }),
    sample({ ms: -50_000, stack: "reading", value: 60, resourceId: 2 }),
    sample({ ms: -50_000, stack: "sorting", value: 20, resourceId: 2, more: { span_id: bytes(id(7, 16)) } }),
    sample({ ms: -30_000, stack: "reading", type: "inuse_space", value: 100 }),
    sample({ ms: -20_000, stack: "reading", type: "inuse_space", value: 300 }),
    sample({
      ms: -20_000,
      stack: "reading",
      type: "inuse_space",
      value: 1000,
      resourceId: 2,
      more: { duration: 5e9 },
    }),
  ]);
  await fixture.insert("spans", [
    span(7, -50_010, 30, 2),
    span(8, -59_995, 20, 3),
    span(9, -18_000, 10, 2),
    span(10, -5000, 10, 1),
  ]);
});
afterAll(() => fixture.close());

const cpu = { service: "cart", type: "cpu" };
const functionsOf = ({
  functions,
}: {
  functions: readonly { function: string; self: number; total: number }[];
}) => functions.map(({ function: name, self, total }) => `${name} ${self}/${total}`);

describe("profiles", () => {
  test("are listed by service and type", async () => {
    const { profiles } = await fixture.call(listProfiles, {});
    expect(profiles).toEqual([
      { service: "cart", type: "cpu", unit: "nanoseconds", samples: 6, instances: 2, lastSeen: now - 50_000 },
      {
        service: "cart",
        type: "inuse_space",
        unit: "bytes",
        samples: 3,
        instances: 2,
        lastSeen: now - 20_000,
      },
    ]);
  });

  test("can be filtered by the versions, pods and threads that they come from", async () => {
    expect(await fixture.call(profileFilters, cpu)).toEqual({
      versions: ["1.0", "2.0"],
      pods: ["cart-a", "cart-b"],
      threads: ["worker"],
    });
  });
});

describe("a flame graph", () => {
  test("lays the stacks of a window over each other", async () => {
    const found = await fixture.call(getProfile, cpu);
    const names = found.tree.frame.map((frame) => found.tree.frames[frame]?.function ?? "all");
    expect(names.map((name, i) => `${name} ${found.tree.self[i]}/${found.tree.total[i]}`)).toEqual([
      "all 0/120",
      "main 0/120",
      "read 70/70",
      "sort 50/50",
    ]);
    expect(found).toMatchObject({
      total: 120,
      samples: 6,
      prunedNodes: 0,
      omittedStacks: 0,
      omittedValue: 0,
    });
    expect(functionsOf(found)).toEqual(["main 0/120", "read 70/70", "sort 50/50"]);
  });

  test.each([
    ["a version", { version: "2.0" }, ["main 0/80", "read 60/60", "sort 20/20"]],
    ["a pod", { pod: "cart-a" }, ["main 0/40", "sort 30/30", "read 10/10"]],
    ["a thread", { thread: "worker" }, ["sort 10/10", "main 0/10"]],
    ["a window", { from: "now-55s", to: "now" }, ["main 0/80", "read 60/60", "sort 20/20"]],
    ["a service without profiles", { service: "nobody" }, []],
  ])("is of %s when asked", async (_, filter, functions) => {
    expect(functionsOf(await fixture.call(getProfile, { ...cpu, ...filter }))).toEqual(functions);
  });

  test("of what is in use is an average of each instance's profiles, over all instances", async () => {
    expect(functionsOf(await fixture.call(getProfile, { service: "cart", type: "inuse_space" }))).toEqual([
      "read 1200/1200",
      "main 0/1200",
    ]);
  });

  test("by line tells the lines of a function apart", async () => {
    const { functions } = await fixture.call(getProfile, { ...cpu, by: "line" });
    expect(functions.map(({ function: name, line, self }) => `${name}:${line} ${self}`)).toEqual([
      "main:1 0",
      "read:4 70",
      "sort:20 40",
      "sort:21 10",
    ]);
  });
});

test("each line of a file is told with what it takes", async () => {
  expect(await fixture.call(profileLines, { ...cpu, file: "/app/sort.ts" })).toEqual({
    total: 120,
    lines: [
      { line: 20, function: "sort", self: 40, total: 40 },
      { line: 21, function: "sort", self: 10, total: 10 },
    ],
  });
});

describe("compared", () => {
  test("versions differ by shares, however much each was sampled", async () => {
    const found = await fixture.call(compareProfiles, { ...cpu, version: "2.0", baseVersion: "1.0" });
    expect([found.total, found.baseTotal]).toEqual([80, 40]);
    expect(
      found.functions.map(({ function: name, self, baseSelf, selfShareChange }) => [
        name,
        self,
        baseSelf,
        selfShareChange,
      ]),
    ).toEqual([
      ["read", 60, 10, 0.5],
      ["sort", 20, 30, -0.5],
      ["main", 0, 0, 0],
    ]);
    expect(found.tree.baseTotal).toEqual([40, 40, 10, 30]);
  });

  test.each([
    ["with the time before it", { from: "now-55s" }],
    ["with another one", { from: "now-52s", baseFrom: "now-70s", baseTo: "now-55s" }],
  ])("a window %s", async (_, windows) => {
    const found = await fixture.call(compareProfiles, { ...cpu, ...windows });
    expect([found.total, found.baseTotal, found.samples, found.baseSamples]).toEqual([80, 40, 2, 4]);
  });
});

describe("of a span", () => {
  test.each([
    ["samples that name it come first", 7, "linked", ["sort 20/20", "main 0/20"]],
    [
      "else those of its process in its time, whatever else its resource says",
      8,
      "instance",
      ["sort 20/20", "main 0/20"],
    ],
    ["else profiles that were taken meanwhile", 9, "overlapping", ["read 1000/1000", "main 0/1000"]],
    ["or there is none", 10, "none", []],
  ])("%s", async (_, number, basis, functions) => {
    const found = await fixture.call(profileOfSpan, ids(number));
    expect([found.basis, functionsOf(found)]).toEqual([basis, functions]);
  });

  test("that is not stored nothing can be told", async () => {
    await expect(fixture.call(profileOfSpan, ids(99))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
