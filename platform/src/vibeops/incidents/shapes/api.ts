import { z } from "zod";
import { causeKinds, diagnosisSchema, words } from "#vibeops/rca/api.ts";

/* What several operations speak of. Times are milliseconds since 1970. */

export const incidentId = z.string().regex(/^[0-9a-z]{12}$/, "12 letters and digits");

/** A cause as incidents are told apart by it. */
export const causeRef = z.object({
  id: z.string(),
  kind: z.enum(causeKinds),
  service: z.string(),
  confidence: z.number(),
});

export const verdict = z.object({
  outcome: z.enum(["right", "wrong"]),
  /** What it really was; null and empty: not said. */
  kind: z.enum(causeKinds).nullable(),
  service: z.string(),
  text: z.string(),
  /** What was judged: the cause that was named first then; null: none was. */
  judged: causeRef.nullable(),
  at: z.number(),
  by: z.string(),
});

export const incidentAlert = z.object({
  fingerprint: z.string(),
  name: z.string(),
  severity: z.enum(["warning", "critical"]),
  service: z.string(),
  summary: z.string(),
  firedAt: z.number(),
  resolvedAt: z.number().nullable(),
});

export const incidentRow = z.object({
  id: z.string(),
  /** `merged`: it turned out to be part of an earlier one. */
  state: z.enum(["open", "resolved", "merged"]),
  openedBy: z.enum(["noticing", "alert"]),
  openedAt: z.number(),
  /** When it began, as far as is known. */
  onset: z.number(),
  /** When something was seen of it last. */
  lastSeenAt: z.number(),
  endedAt: z.number().nullable(),
  resolvedAt: z.number().nullable(),
  resolvedBy: z.string().describe("empty: by itself"),
  acknowledgedAt: z.number().nullable(),
  acknowledgedBy: z.string(),
  mergedInto: z.string().nullable(),
  headline: words,
  /** Where symptoms were seen, and the cause's. */
  services: z.array(z.string()),
  /** Named first, with what it was told apart by; null: the cause is not known. */
  cause: causeRef.nullable(),
  alerts: z.array(incidentAlert),
  verdict: verdict.nullable(),
});
export type IncidentRow = z.infer<typeof incidentRow>;

export const happening = z.object({
  at: z.number(),
  kind: z.enum([
    "opened",
    "grew",
    "cause",
    "alert-fired",
    "alert-resolved",
    "merged",
    "merged-into",
    "acknowledged",
    "unacknowledged",
    "note",
    "verdict",
    "resolved",
    "reopened",
  ]),
  /** Who did it; empty: nobody, it happened. */
  by: z.string(),
  /** As a person wrote it. */
  text: z.string(),
  /** Names and figures of it, e.g. `services`, `kind`, `incident`. */
  values: z.record(z.string(), z.string()),
});
export type Happening = z.infer<typeof happening>;

export const incidentDetail = z.object({
  incident: incidentRow,
  /** The most confident one while it went on; null: none, an alert alone opened it. */
  best: diagnosisSchema.nullable(),
  bestAt: z.number().nullable(),
  latest: diagnosisSchema.nullable(),
  latestAt: z.number().nullable(),
  /** Whether `impact` counts more than this one incident: others went on at the same time. */
  isImpactShared: z.boolean(),
  /** Of its whole course. */
  symptoms: diagnosisSchema.shape.symptoms,
  changes: diagnosisSchema.shape.changes,
  happenings: z.array(happening).describe("oldest first"),
  /** Incidents that turned out to be part of it. */
  absorbed: z.array(z.string()),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;
