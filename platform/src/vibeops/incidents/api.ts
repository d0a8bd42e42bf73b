import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { causeKinds, words } from "#vibeops/rca/api.ts";
import { incidentDetail, incidentId, incidentRow } from "./shapes/api.ts";

export type { Happening, IncidentDetail, IncidentRow } from "./shapes/api.ts";

const instant = z.string().max(40).describe("RFC 3339, milliseconds since 1970, or relative: now, now-7d");
const text = z.string().max(10_000);

const watch = z.object({
  everySeconds: z.number().describe("0: it is switched off"),
  since: z.number().nullable(),
  lastLookAt: z.number().nullable(),
  /** Why the last look failed; null: it did not. */
  problem: z.string().nullable(),
  heldBack: z.number().describe("incidents that are not opened because very many were in the last hour"),
});

export const listIncidents = operation({
  name: "incidents.listIncidents",
  method: "GET",
  path: "/api/incidents",
  summary: { en: "Incidents, open ones first", ko: "장애 목록(진행 중인 것부터)" },
  input: z.object({
    from: instant.default("now-30d"),
    to: instant.default("now"),
    state: z.enum(["all", "open", "resolved", "merged"]).default("all").describe("all: without merged ones"),
    service: z.string().max(1000).default(""),
    kind: z.enum([...causeKinds, ""]).default(""),
    search: z.string().max(200).default("").describe("part of a headline, service or alert"),
    limit: z.number().int().min(1).max(500).default(100),
    cursor: z.string().max(200).optional().describe("nextCursor of the page before"),
  }),
  output: z.object({
    incidents: z.array(incidentRow),
    nextCursor: z.string().nullable(),
    open: z.number().describe("how many are open now, whatever is filtered"),
    watch,
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const getIncident = operation({
  name: "incidents.getIncident",
  method: "GET",
  path: "/api/incidents/{id}",
  summary: { en: "An incident: what, why, since when, what to do", ko: "장애 상세: 현상, 원인, 시점, 조치" },
  input: z.object({ id: incidentId }),
  output: incidentDetail,
  permission: "telemetry:read",
  effect: "read",
});

const written = z.object({ incident: incidentRow });

export const acknowledgeIncident = operation({
  name: "incidents.acknowledgeIncident",
  method: "POST",
  path: "/api/incidents/{id}/acknowledgement",
  summary: {
    en: "Says that somebody looks after an incident, or takes that back",
    ko: "장애 확인 또는 확인 취소",
  },
  input: z.object({ id: incidentId, isAcknowledged: z.boolean().default(true) }),
  output: written,
  permission: "platform:write",
  effect: "write",
});

export const resolveIncident = operation({
  name: "incidents.resolveIncident",
  method: "POST",
  path: "/api/incidents/{id}/resolution",
  summary: { en: "Closes an incident", ko: "장애 종료" },
  input: z.object({ id: incidentId, text: text.default("").describe("what helped") }),
  output: written,
  permission: "platform:write",
  effect: "write",
});

export const reopenIncident = operation({
  name: "incidents.reopenIncident",
  method: "DELETE",
  path: "/api/incidents/{id}/resolution",
  summary: { en: "Opens an incident again", ko: "장애 다시 열기" },
  input: z.object({ id: incidentId }),
  output: written,
  permission: "platform:write",
  effect: "write",
});

export const addNote = operation({
  name: "incidents.addNote",
  method: "POST",
  path: "/api/incidents/{id}/notes",
  summary: { en: "Adds a note to an incident", ko: "장애에 메모 추가" },
  input: z.object({ id: incidentId, text: text.trim().min(1) }),
  output: written,
  permission: "platform:write",
  effect: "write",
});

export const setVerdict = operation({
  name: "incidents.setVerdict",
  method: "PUT",
  path: "/api/incidents/{id}/verdict",
  summary: {
    en: "Says whether the cause that was named was right, and what it really was",
    ko: "진단한 원인이 맞았는지 평가하고 실제 원인 기록",
  },
  input: z.object({
    id: incidentId,
    outcome: z.enum(["right", "wrong"]).nullable().describe("null: takes the verdict back"),
    kind: z.enum(causeKinds).nullable().default(null),
    service: z.string().max(1000).default(""),
    text: text.default(""),
  }),
  output: written,
  permission: "platform:write",
  effect: "write",
});

export const incidentAccuracy = operation({
  name: "incidents.incidentAccuracy",
  method: "GET",
  path: "/api/incident-accuracy",
  summary: {
    en: "How often the causes named were right, by confidence",
    ko: "원인 진단의 정확도(확신도 구간별)",
  },
  input: z.object({ from: instant.default("now-365d"), to: instant.default("now") }),
  output: z.object({
    judged: z.number(),
    right: z.number(),
    bands: z.array(
      z.object({
        from: z.number().describe("confidence, 0 to 1"),
        to: z.number(),
        judged: z.number(),
        right: z.number(),
        confidence: z.number().nullable().describe("mean of what was claimed; null: none was judged"),
      }),
    ),
    wrong: z
      .array(z.object({ said: z.string(), was: z.string(), count: z.number() }))
      .describe("kinds that were mistaken for each other, most often first; empty: not said"),
  }),
  permission: "telemetry:read",
  effect: "read",
});

const similar = z.object({
  incident: incidentRow,
  /** 0 to 1: weighted Jaccard index of what both have. */
  similarity: z.number(),
  common: z.array(
    z.object({
      kind: z.enum(["kind", "service", "inside", "symptom", "pattern"]),
      name: z.string(),
    }),
  ),
  /** What is known of how it ended. */
  helped: z.object({
    verdict: z.string(),
    resolution: z.string(),
    notes: z.array(z.string()),
    changes: z.array(words).describe("of the cause's service, between its opening and its end"),
    proposed: words.nullable().describe("what was proposed to be done first"),
  }),
});
export type SimilarIncident = z.infer<typeof similar>;

export const similarIncidents = operation({
  name: "incidents.similarIncidents",
  method: "GET",
  path: "/api/incidents/{id}/similar",
  summary: {
    en: "Earlier incidents that have something in common, with what helped then",
    ko: "비슷한 과거 장애와 그때 도움이 된 조치",
  },
  input: z.object({ id: incidentId, limit: z.number().int().min(1).max(20).default(5) }),
  output: z.object({ similar: z.array(similar).describe("most similar first") }),
  permission: "telemetry:read",
  effect: "read",
});

export const exportIncident = operation({
  name: "incidents.exportIncident",
  method: "GET",
  path: "/api/incidents/{id}/post-mortem",
  summary: { en: "A post-mortem of an incident in Markdown", ko: "장애 사후 분석 보고서(Markdown)" },
  input: z.object({ id: incidentId, language: z.enum(["en", "ko"]).default("en") }),
  output: z.object({ name: z.string().describe("of a file"), markdown: z.string() }),
  permission: "telemetry:read",
  effect: "read",
});

export const incidentOperations = [
  listIncidents,
  getIncident,
  acknowledgeIncident,
  resolveIncident,
  reopenIncident,
  addNote,
  setVerdict,
  incidentAccuracy,
  similarIncidents,
  exportIncident,
] as const;
