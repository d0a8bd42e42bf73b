import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { place, range } from "../shapes/api.ts";

const figure = z.number().nullable();
const whole = z.number().int();

export const measures = ["cpu", "requests"] as const;
const measure = z.enum(measures);
export type Measure = z.output<typeof measure>;

const settings = z.object({
  measure,
  /** Of each pod: percent of the CPU requested, or requests a second. */
  target: z.number(),
  min: z.number(),
  max: z.number(),
  /** From being made to being ready. */
  startSeconds: z.number(),
  /** What a pod can take: cores, or requests a second. */
  podCapacity: z.number(),
  /** For so long fewer have to be enough before there are fewer. */
  downSeconds: z.number(),
});
export type ReplaySettings = z.output<typeof settings>;

const outcome = z.object({
  podHours: z.number(),
  /** Minutes in which more was asked than the ready pods can take. */
  shortMinutes: z.number(),
  /** How often the number of pods was changed, and how often it turned from growing to shrinking or back. */
  changes: z.number(),
  turns: z.number(),
  most: z.number(),
});
export type ReplayOutcome = z.output<typeof outcome>;

export const replayLoad = operation({
  name: "scaling.replayLoad",
  method: "GET",
  path: "/api/capacity/{cluster}/{kind}/{namespace}/{name}/replay",
  summary: {
    en: "How many pods an autoscaler with other settings would have had under the load that there was",
    ko: "실제 부하에서 다른 설정의 오토스케일러가 두었을 파드 수",
  },
  input: z.object({
    ...place,
    from: range.from.default("now-1d").describe("at most two days before `to`"),
    to: range.to,
    measure: measure.optional().describe("left out: what its autoscaler goes by, or else what is known"),
    target: z
      .number()
      .positive()
      .max(1e6)
      .optional()
      .describe("percent of CPU requested, or requests a second"),
    min: whole.min(1).max(10_000).optional(),
    max: whole.min(1).max(10_000).optional(),
    startSeconds: whole.min(0).max(3600).optional(),
    podCapacity: z.number().positive().max(1e6).optional().describe("cores, or requests a second"),
    downSeconds: whole.min(0).max(3600).optional(),
  }),
  output: z.object({
    /** Name of the autoscaler that there is; empty: none. */
    autoscaler: z.string(),
    /** By which there is load to replay. */
    measures: z.array(measure),
    /** Null where there is nothing to replay. */
    replay: z
      .object({
        settings,
        times: z.array(z.number()),
        stepSeconds: z.number(),
        /** Cores, or requests a second; null where it is not known. */
        load: z.array(figure),
        was: z.object({ desired: z.array(figure), ready: z.array(figure), outcome: outcome.nullable() }),
        would: z.object({ desired: z.array(z.number()), ready: z.array(z.number()), outcome }),
      })
      .nullable(),
  }),
  permission: "kubernetes:read",
  effect: "read",
});
