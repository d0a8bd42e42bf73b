import type { Finding } from "./findings.ts";
import {
  type CauseRef,
  changesAbout,
  type Happening,
  type Incident,
  joinedChanges,
  joinedServices,
  joinedSymptoms,
  keyOf,
  type Made,
  type Step,
} from "./incident.ts";

/* What an incident becomes when more is seen of it. */

const mostLed = 50;
/** A diagnosis that is hardly more confident than the best one does not take its place. */
const betterBy = 0.02;

export const happened = (
  kind: Happening["kind"],
  at: number,
  rest: Partial<Pick<Happening, "by" | "text" | "values">> = {},
): Happening => ({ at, kind, by: "", text: "", values: {}, ...rest });

/** An incident that a finding opens. */
export function incidentOf(finding: Finding, at: number, id: string, made: Made): Step {
  const { services, leading, onset, diagnosis, isImpactShared } = finding;
  const incident: Incident = {
    ...empty,
    id,
    openedBy: "noticing",
    openedAt: at,
    onset,
    lastSeenAt: at,
    headline: diagnosis.headline,
    services: joinedServices([], services),
    cause: leading ?? null,
    led: leading ? [leading] : [],
    symptoms: joinedSymptoms([], diagnosis.symptoms),
    changes: joinedChanges([], changesAbout(diagnosis.changes, services)),
    best: made,
    latest: made,
    isImpactShared,
  };
  const values = causeValues(leading);
  return {
    incident,
    happenings: [happened("opened", at, { values: { ...values, ...headlineValues(incident) } })],
  };
}

/** What every incident begins as. */
export const empty = {
  state: "open",
  endedAt: null,
  resolvedAt: null,
  resolvedBy: "",
  acknowledgedAt: null,
  acknowledgedBy: "",
  mergedInto: null,
  cause: null,
  alerts: [],
  verdict: null,
  revision: 0,
  led: [],
  symptoms: [],
  changes: [],
  best: null,
  latest: null,
  isImpactShared: false,
  absorbed: [],
  quietLooks: 0,
  quietSince: null,
  wentQuiet: false,
  isHeld: false,
} as const satisfies Partial<Incident>;

/** An incident of which more was found. The best diagnosis stays until there is a more confident one, so that evidence
 *  remains when the window has moved on. */
export function grown(before: Incident, finding: Finding, at: number, made: Made): Step {
  const { services, leading, diagnosis, isImpactShared } = finding;
  const isBetter = isMoreTelling(leading, before);
  const more = services.filter((service) => !before.services.includes(service));
  const touched = joinedServices(before.services, services);
  const best = isBetter ? made : before.best;
  const cause = isBetter ? (leading ?? null) : before.cause;
  const incident: Incident = {
    ...before,
    lastSeenAt: at,
    quietLooks: 0,
    quietSince: null,
    wentQuiet: false,
    services: touched,
    symptoms: joinedSymptoms(before.symptoms, diagnosis.symptoms),
    changes: joinedChanges(before.changes, changesAbout(diagnosis.changes, touched)),
    led: leading ? ledBy(before.led, leading) : before.led,
    latest: made,
    best,
    cause,
    onset: isBetter ? Math.min(before.openedAt, finding.onset) : Math.min(before.onset, finding.onset),
    headline: isBetter ? diagnosis.headline : before.headline,
    isImpactShared: isBetter ? isImpactShared : before.isImpactShared,
  };
  const isNewCause = cause !== null && (before.cause === null || keyOf(before.cause) !== keyOf(cause));
  return {
    incident,
    happenings: [
      ...(more.length > 0 ? [happened("grew", at, { values: { services: more.join(", ") } })] : []),
      ...(isNewCause
        ? [happened("cause", at, { values: { ...causeValues(cause), ...headlineValues(incident) } })]
        : []),
    ],
  };
}

function isMoreTelling(leading: CauseRef | undefined, { best, cause }: Incident): boolean {
  if (best === null) return true;
  if (leading === undefined) return false;
  return cause === null || leading.confidence >= cause.confidence + betterBy;
}

/** The latest last; each once, as confident as it ever was. */
function ledBy(led: readonly CauseRef[], leading: CauseRef): CauseRef[] {
  const before = led.find((one) => keyOf(one) === keyOf(leading));
  const others = led.filter((one) => keyOf(one) !== keyOf(leading));
  const confidence = Math.max(leading.confidence, before?.confidence ?? 0);
  return [...others, { ...leading, confidence }].slice(-mostLed);
}

const causeValues = (cause: CauseRef | undefined | null): Record<string, string> =>
  cause ? { kind: cause.kind, service: cause.service, confidence: String(cause.confidence) } : {};

export const headlineValues = ({ headline }: Pick<Incident, "headline">) => ({
  en: headline.en,
  ko: headline.ko,
});

/** Two that turned out to be one: the elder goes on, the younger points to it. */
export function merged(elder: Incident, younger: Incident, at: number): [elder: Step, younger: Step] {
  const isBetter = (younger.cause?.confidence ?? -1) > (elder.cause?.confidence ?? -1) || elder.best === null;
  const telling = isBetter && younger.best !== null ? younger : elder;
  const known = new Set(elder.alerts.map(({ fingerprint }) => fingerprint));
  const incident: Incident = {
    ...elder,
    onset: Math.min(elder.onset, younger.onset),
    lastSeenAt: Math.max(elder.lastSeenAt, younger.lastSeenAt),
    quietLooks: Math.min(elder.quietLooks, younger.quietLooks),
    quietSince: younger.quietLooks < elder.quietLooks ? younger.quietSince : elder.quietSince,
    services: joinedServices(elder.services, younger.services),
    symptoms: joinedSymptoms(elder.symptoms, younger.symptoms),
    changes: joinedChanges(elder.changes, younger.changes),
    led: [...younger.led, ...elder.led].reduce<CauseRef[]>(ledBy, []),
    alerts: [...elder.alerts, ...younger.alerts.filter(({ fingerprint }) => !known.has(fingerprint))],
    best: telling.best,
    cause: telling.cause,
    headline: telling.headline,
    isImpactShared: telling.isImpactShared,
    latest: (younger.latest?.at ?? 0) > (elder.latest?.at ?? 0) ? younger.latest : elder.latest,
    absorbed: [...elder.absorbed, younger.id, ...younger.absorbed],
    verdict: elder.verdict ?? younger.verdict,
    ...(elder.acknowledgedAt === null && {
      acknowledgedAt: younger.acknowledgedAt,
      acknowledgedBy: younger.acknowledgedBy,
    }),
  };
  return [
    {
      incident,
      happenings: [happened("merged", at, { values: { incident: younger.id, ...headlineValues(younger) } })],
    },
    {
      incident: {
        ...younger,
        state: "merged",
        mergedInto: elder.id,
        endedAt: Math.max(younger.onset, younger.lastSeenAt),
      },
      happenings: [happened("merged-into", at, { values: { incident: elder.id, ...headlineValues(elder) } })],
    },
  ];
}
