import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { place } from "../shapes/api.ts";

const figure = z.number().nullable();

export const patterns = ["daily", "weekly", "none"] as const;

export const forecastLoad = operation({
  name: "scaling.forecastLoad",
  method: "GET",
  path: "/api/capacity/{cluster}/{kind}/{namespace}/{name}/forecast",
  summary: {
    en: "Requests a second that a workload is about to get, by its days before, and how well that would have worked",
    ko: "지난 날들로 예측한 워크로드의 초당 요청과 예측 오차",
  },
  input: z.object({
    ...place,
    hours: z.number().int().min(1).max(24).default(6).describe("how far ahead"),
    withinMinutes: z.number().int().min(1).max(120).default(15).describe("of what is expected soon"),
  }),
  output: z.object({
    services: z.array(z.string()),
    stepSeconds: z.number(),
    /** What there was, of the last two days; null where nothing is known. */
    history: z.object({ times: z.array(z.number()), rate: z.array(figure) }),
    /** Days of which something is known, how many it takes, and when there are as many (null: there are, or nothing comes). */
    days: z.number(),
    neededDays: z.number(),
    enoughAt: figure,
    /** Null while too little is known. */
    forecast: z
      .object({
        times: z.array(z.number()),
        rate: z.array(figure),
        /** Eight of ten times it would have been between them. */
        low: z.array(figure),
        high: z.array(figure),
        /** `none`: the days before say no more than the last hour; that is what is told then. */
        pattern: z.enum(patterns),
        /** Sum of errors over sum of requests, had it been made every hour lately: of this forecast, of taking the same time of the
         *  day before, and of taking the last hour. */
        error: figure,
        errorOfYesterday: figure,
        errorOfLastHour: figure,
        /** How many figures were checked. */
        checked: z.number(),
      })
      .nullable(),
    /** The most that is expected within the next minutes; null: nothing is known. */
    expected: figure,
  }),
  permission: "kubernetes:read",
  effect: "read",
});
