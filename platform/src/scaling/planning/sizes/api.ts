import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { place } from "../shapes/api.ts";

/* Units. CPU is in cores, memory in bytes; null is none, or unknown. */

const figure = z.number().nullable();

const sizes = z.object({ cpuRequest: figure, cpuLimit: figure, memoryRequest: figure, memoryLimit: figure });
export type Sizes = z.output<typeof sizes>;

/** How container-minutes spread: bars from `from` up to `to`, each with its share of all of them. */
const spread = z.object({
  bars: z.array(z.object({ from: z.number(), to: z.number(), share: z.number() })),
  median: z.number(),
  /** At or below it 95 % of all that was used was used: busy minutes weigh more than idle ones. */
  weighted95: z.number(),
  /** The most in any minute. */
  peak: z.number(),
});
export type Spread = z.output<typeof spread>;

export const sizeReasons = [
  "kept",
  "weighted95",
  "autoscaled",
  "peak",
  "killed",
  "equal",
  "ratio",
  "headroom",
  "unlimited",
] as const;
const reason = z.enum(sizeReasons);
export type SizeReason = z.output<typeof reason>;

const container = z.object({
  name: z.string(),
  now: sizes,
  /** Null while too little is known. */
  advised: sizes.nullable(),
  /** Why so; `kept`: what it has is near enough. */
  reasons: z
    .object({ cpuRequest: reason, cpuLimit: reason, memoryRequest: reason, memoryLimit: reason })
    .nullable(),
  cpu: spread.nullable(),
  memory: spread.nullable(),
  /** The highest limit at which it was killed for lack of memory; null: it was not. */
  killedAt: figure,
  /** Hours of which its use is known. */
  hours: z.number(),
});
export type ContainerSize = z.output<typeof container>;

export const adviseSizes = operation({
  name: "scaling.adviseSizes",
  method: "GET",
  path: "/api/capacity/{cluster}/{kind}/{namespace}/{name}/sizes",
  summary: {
    en: "Requests and limits that fit a workload's use, with the saving, as YAML to review",
    ko: "사용량에 맞는 요청과 제한, 절감량, 검토할 YAML",
  },
  input: z.object({
    ...place,
    days: z.number().int().min(1).max(30).default(7).describe("how far back its use is looked at"),
  }),
  output: z.object({
    containers: z.array(container),
    /** Hours of use that advice needs, and when there will be as many; null: there are, or nothing is told. */
    neededHours: z.number(),
    enoughAt: figure,
    replicas: z.number(),
    /** Of all replicas together; negative: more is needed. */
    saving: z.object({ cpu: z.number(), memory: z.number() }),
    /** Of an autoscaler that goes by a share of what is requested: when it adds pods, now and then. */
    autoscaling: z
      .object({
        target: z.number().describe("percent of what is requested"),
        coresNow: z.number().describe("of each pod, at which there are enough"),
        coresThen: z.number(),
      })
      .nullable(),
    /** To be applied with server-side apply; empty where nothing is to be changed. */
    yaml: z.string(),
  }),
  permission: "kubernetes:read",
  effect: "read",
});
