import { z } from "zod";

/** A sentence or a name in both languages of Naru. */
export const words = z.object({ en: z.string(), ko: z.string() });

/** What can be at the bottom of trouble. */
export const causeKinds = [
  "release",
  "config-change",
  "secret-change",
  "pool-exhausted",
  "n-plus-one",
  "slow-query",
  "code-fault",
  "slow-dependency",
  "dependency-down",
  "database-down",
  "outside-party",
  "network",
  "cpu-contention",
  "memory-leak",
  "event-loop-blocked",
  "retry-storm",
  "cache-lost",
  "image-pull",
  "crash-loop",
  "readiness-failing",
  "missing-config",
  "pending",
  "node-lost",
  "node-pressure",
  "disk-full",
  "quota",
  "selector",
  "routing",
  "scaling",
  "pods-refused",
  "volume-pending",
  "job-failed",
  "certificate-expiring",
  "load-surge",
  "bad-pod",
  "budget-burning",
  "unknown",
] as const;

/** Where a sentence's proof is seen: a path of the console with its search, the window in it. */
const link = z.string();

/** One series with the moment where it changed. Values in `unit`, a UCUM unit as OpenTelemetry writes it (`s`, `By`,
 *  `1`, `{request}/s`); times in milliseconds since 1970. */
export const chart = z.object({
  title: words,
  unit: z.string(),
  points: z.array(z.tuple([z.number(), z.number()])),
  changedAt: z.number().nullable(),
  before: z.number().nullable(),
  after: z.number().nullable(),
});

const exemplar = z.object({
  kind: z.enum(["trace", "log"]),
  traceId: z.string(),
  spanId: z.string().nullable(),
  at: z.number(),
  /** The log line or the span's name. */
  text: z.string(),
});

export const evidence = z.object({
  /** Stable name of the finding, e.g. `gap-into`, `own-time`, `new-pattern`. */
  code: z.string(),
  words,
  link: link.nullable(),
  chart: chart.nullable(),
  exemplars: z.array(exemplar),
});

/** The place inside a service. `code` is a function, file and line or the log statements around it; `setting` has its value
 *  before and after where known. */
export const inside = z.object({
  kind: z.enum([
    "code",
    "sql",
    "setting",
    "resource",
    "dependency",
    "log",
    "operation",
    "image",
    "node",
    "pod",
    "change",
  ]),
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** What to do, later a button. `object` is the Kubernetes object that it is done to. */
export const step = z.object({
  kind: z.enum([
    "roll-back",
    "set-env",
    "scale",
    "restart",
    "replace-pod",
    "raise-limit",
    "create-index",
    "fix-code",
    "fix-image",
    "fix-config",
    "call-provider",
    "move-load",
    "look",
  ]),
  words,
  object: z
    .object({ cluster: z.string(), kind: z.string(), namespace: z.string(), name: z.string() })
    .nullable(),
  /** Numbers and names that the step needs, e.g. `revision`, `env`, `value`, `replicas`. */
  values: z.record(z.string(), z.string()),
});

export const cause = z.object({
  /** The same for the same cause in the next diagnosis. */
  id: z.string(),
  kind: z.enum(causeKinds),
  service: z.string(),
  /** 0 to 1: of a hundred causes that were given 0.8, about eighty were right. */
  confidence: z.number(),
  since: z.number(),
  headline: words,
  /** Why it follows, sentence by sentence. */
  why: z.array(words),
  inside: z.array(inside),
  evidence: z.array(evidence),
  against: z.array(evidence),
  now: z.array(step),
  forGood: z.array(step),
  /** Calls from what people felt down to the cause: the first is the symptom's service, the last the cause's. */
  path: z.array(z.string()),
});

export const symptom = z.object({
  id: z.string(),
  /** Stable name: `slower`, `failing`, `fewer-requests`, `more-requests`, `new-log-pattern`, `pod-restarts`, … */
  code: z.string(),
  service: z.string(),
  /** The operation, pod, callee, statement, pattern or resource; empty: the service as a whole. */
  subject: z.string(),
  at: z.number(),
  /** When it was as usual again; null or left out: it goes on. */
  until: z.number().nullable().optional(),
  words,
  unit: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** How far outside of what is usual, in robust standard deviations, at most 100. */
  strength: z.number(),
  link: link.nullable(),
});

const objectiveInDanger = z.object({
  name: z.string(),
  title: z.string(),
  service: z.string(),
  target: z.number(),
  windowDays: z.number(),
  /** Of the error budget, as a share; below 0 when more is spent than there was. */
  leftShare: z.number(),
  /** Of the last hour: 1 is as fast as it may. */
  burnRate: z.number(),
  goneAt: z.number().nullable(),
  words,
});

export const diagnosisSchema = z.object({
  window: z.object({ from: z.number(), to: z.number() }),
  /** `unsure`: something is wrong, and what is known does not say why. */
  verdict: z.enum(["cause", "unsure", "healthy"]),
  headline: words,
  onset: z.number().nullable(),
  causes: z.array(cause),
  symptoms: z.array(symptom),
  ruledOut: z.array(z.object({ service: z.string(), kind: z.string(), words })),
  impact: z.object({
    /** Since the onset, in the window. */
    requests: z.number(),
    failed: z.number(),
    /** Slower than 95 in 100 were before. */
    slow: z.number(),
    /** Distinct users or sessions that met it; null: not told by the telemetry. */
    users: z.number().nullable(),
    services: z.array(z.string()),
    /** Service level objectives of the services that suffer, which burn faster than they may, the fastest first; left out of
     *  diagnoses that were stored before there were any. */
    objectives: z.array(objectiveInDanger).optional(),
    words,
  }),
  /** What changed in and shortly before the window. */
  changes: z.array(
    z.object({
      at: z.number(),
      cluster: z.string(),
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      service: z.string().nullable(),
      words,
      link: link.nullable(),
      isSuspect: z.boolean(),
    }),
  ),
  /** Services around, with who calls whom, for a map of the path. */
  calls: z.array(z.object({ caller: z.string(), callee: z.string() })),
  /** How the loading and the judging went. */
  stages: z.array(z.object({ name: z.string(), durationMs: z.number(), error: z.string().nullable() })),
});

export type Words = z.output<typeof words>;
export type CauseKind = (typeof causeKinds)[number];
export type Chart = z.output<typeof chart>;
export type Evidence = z.output<typeof evidence>;
export type Inside = z.output<typeof inside>;
export type Step = z.output<typeof step>;
export type Cause = z.output<typeof cause>;
export type Symptom = z.output<typeof symptom>;
export type Diagnosis = z.output<typeof diagnosisSchema>;
