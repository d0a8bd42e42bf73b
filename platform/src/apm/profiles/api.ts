import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { range } from "#telemetry/query/api.ts";
import { ids } from "../shapes/api.ts";

/* Values are in the unit of their type (nanoseconds, bytes, count); shares are of the whole, 0 to 1. Types that say how
 * much there is at a moment (inuse_space, goroutine, …) are averaged over a window's profiles, others are summed. */

const measured = {
  type: z.string().max(1024).describe("as profiles name it: cpu, wall, alloc_space, inuse_space, …"),
  unit: z.string().max(1024).default("").describe("needed only where a type has several"),
};
const filters = {
  version: z.string().max(1024).default("").describe("service.version; every one when empty"),
  pod: z.string().max(1024).default(""),
  thread: z.string().max(1024).default(""),
};
const selection = { ...range, service: z.string().min(1).max(1024), ...measured, ...filters };
const shape = {
  by: z.enum(["function", "line"]).default("function").describe("what makes two frames one"),
  nodes: z.number().int().min(10).max(50_000).default(20_000).describe("smaller ones are put together"),
};

export const codeFrame = z.object({
  function: z.string(),
  file: z.string(),
  /** 0 where it isn't known, or frames are put together by function. */
  line: z.number(),
  module: z.string(),
  /** v8js, native, kernel, jvm, …; empty where the profiler doesn't say. */
  type: z.string(),
});
export type ProfileFrame = z.infer<typeof codeFrame>;

/** A tree as columns, a parent before its children and the largest child first. Node 0 is the root. `frame` is an index of
 *  `frames`, -1 for the root, -2 for what is put together because it is small. */
const tree = {
  frames: z.array(codeFrame),
  parents: z.array(z.number()),
  frame: z.array(z.number()),
  self: z.array(z.number()),
  total: z.array(z.number()),
};

const figures = { self: z.number(), total: z.number() };
const functionRow = z.object({ ...codeFrame.shape, ...figures });
export type FunctionRow = z.infer<typeof functionRow>;

const bounds = {
  /** Nodes that were put together with their neighbours because they are small. */
  prunedNodes: z.number(),
  /** Stacks that were left out because there are too many, and what was counted on them. */
  omittedStacks: z.number(),
  omittedValue: z.number(),
};

const profile = {
  ...measured,
  total: z.number(),
  samples: z.number().describe("rows read"),
  tree: z.object(tree),
  functions: z.array(functionRow).describe("the 500 with the largest total"),
  ...bounds,
};

export const listProfiles = operation({
  name: "apm.listProfiles",
  method: "GET",
  path: "/api/apm/profiles",
  summary: { en: "What has been profiled: services and types", ko: "프로파일이 있는 서비스와 유형" },
  input: z.object({ ...range }),
  output: z.object({
    profiles: z.array(
      z.object({
        service: z.string(),
        ...measured,
        samples: z.number(),
        instances: z.number(),
        lastSeen: z.number().describe("milliseconds since 1970"),
      }),
    ),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const profileFilters = operation({
  name: "apm.profileFilters",
  method: "GET",
  path: "/api/apm/profiles/filters",
  summary: {
    en: "Versions, pods and threads that a service's profiles can be filtered by",
    ko: "서비스 프로파일을 걸러 볼 버전·파드·스레드",
  },
  input: z.object({ ...range, service: selection.service, ...measured }),
  output: z.object({
    versions: z.array(z.string()),
    pods: z.array(z.string()),
    threads: z.array(z.string()),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const getProfile = operation({
  name: "apm.getProfile",
  method: "GET",
  path: "/api/apm/profiles/flame",
  summary: {
    en: "Flame graph and top functions of a service in a window",
    ko: "기간 안 서비스의 플레임 그래프와 상위 함수",
  },
  input: z.object({ ...selection, ...shape }),
  output: z.object(profile),
  permission: "telemetry:read",
  effect: "read",
});

const lineRow = z.object({ line: z.number(), function: z.string(), ...figures });
export type LineRow = z.infer<typeof lineRow>;

export const profileLines = operation({
  name: "apm.profileLines",
  method: "GET",
  path: "/api/apm/profiles/lines",
  summary: { en: "What each line of a source file takes", ko: "소스 파일의 줄별 사용량" },
  input: z.object({
    ...selection,
    file: z.string().max(4096),
    function: z.string().max(4096).default("").describe("one function of it; every one when empty"),
  }),
  output: z.object({ total: z.number(), lines: z.array(lineRow) }),
  permission: "telemetry:read",
  effect: "read",
});

const compared = {
  baseSelf: z.number(),
  baseTotal: z.number(),
};
const changed = z.object({
  ...functionRow.shape,
  ...compared,
  /** By how much its share of the whole grew, in its own code and with what it calls; -1 to 1. */
  selfShareChange: z.number(),
  totalShareChange: z.number(),
});
export type ChangedFunction = z.infer<typeof changed>;

export const compareProfiles = operation({
  name: "apm.compareProfiles",
  method: "GET",
  path: "/api/apm/profiles/compare",
  summary: {
    en: "Two windows or versions side by side: which functions take a larger share",
    ko: "두 기간 또는 버전 비교: 비중이 늘어난 함수",
  },
  input: z.object({
    ...selection,
    ...shape,
    baseVersion: z.string().max(1024).optional().describe("compare with this version, in the same window"),
    baseFrom: range.from
      .unwrap()
      .optional()
      .describe("compare with another window; with that of the same length before, when neither is given"),
    baseTo: range.to.unwrap().optional(),
  }),
  output: z.object({
    ...profile,
    baseTotal: z.number(),
    baseSamples: z.number(),
    tree: z.object({
      ...tree,
      baseSelf: z.array(z.number()),
      baseTotal: z.array(z.number()),
    }),
    functions: z.array(changed).describe("the 500 whose share changed most"),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const profileOfSpan = operation({
  name: "apm.profileOfSpan",
  method: "GET",
  path: "/api/apm/profiles/spans/{traceId}/{spanId}",
  summary: { en: "What ran while a span was open", ko: "스팬이 진행되는 동안 실행된 코드" },
  input: z.object({
    ...ids,
    type: measured.type.optional(),
    unit: measured.unit,
    ...shape,
  }),
  output: z.object({
    ...profile,
    service: z.string(),
    /** `linked`: samples that name the span. `instance`: those of its process in its time, with whatever else ran in it then.
     *  `overlapping`: profiles without instants that were taken of its process meanwhile. `none`: there is no sample. */
    basis: z.enum(["linked", "instance", "overlapping", "none"]),
    types: z.array(z.object(measured)),
    /** Of the span. */
    startTimeUnixNano: z.string(),
    durationNano: z.number(),
  }),
  permission: "telemetry:read",
  effect: "read",
});
