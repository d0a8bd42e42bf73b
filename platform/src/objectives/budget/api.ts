import { z } from "zod";

const counts = z.object({ total: z.number(), bad: z.number() });

/** How an objective stands.
 *  `burning`: so fast that somebody has to look now; `spent`: nothing is left; `leaking`: somebody has to look these days; `few`: there
 *  are fewer requests than it takes for one of them to fail; `none`: no requests at all. */
export const objectiveState = z.enum(["burning", "spent", "leaking", "kept", "few", "none"]);

export const standing = z.object({
  state: objectiveState,
  /** Of the window, requests. */
  counts,
  /** When the first of these requests came; later than the window's beginning while the service is young, or where telemetry is kept
   *  for a shorter time. Null without requests. */
  measuredSince: z.number().nullable(),
  /** Share of good requests, 0 to 1. */
  sli: z.number().nullable(),
  budget: z.object({
    /** Bad requests: what the window may have, had, and may still have. */
    allowed: z.number(),
    spent: z.number(),
    left: z.number(),
    /** Of what it may have: 1 at most, below 0 when more is spent. */
    leftShare: z.number().nullable(),
  }),
  /** How many times as fast as it may; null: no requests. */
  burnRates: z.array(z.object({ minutes: z.number(), rate: z.number().nullable(), counts })),
  /** What the burn rates mean, by the windows of the SRE workbook. */
  threat: z
    .object({
      severity: z.enum(["page", "ticket"]),
      factor: z.number(),
      longMinutes: z.number(),
      shortMinutes: z.number(),
    })
    .nullable(),
  /** When nothing will be left at the rate of the last hour, milliseconds since 1970; null: it lasts, is gone, or can't be told. */
  goneAt: z.number().nullable(),
  /** Where slow requests are counted from: at most 2.2 % off what was asked for; null for availability. */
  countedFromMs: z.number().nullable(),
});
export type Standing = z.output<typeof standing>;
