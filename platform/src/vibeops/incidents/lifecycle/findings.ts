import type { Cause, CauseKind, Diagnosis, Symptom } from "#vibeops/rca/api.ts";
import type { CauseRef } from "./incident.ts";

/** Trouble of one diagnosis that belongs together. */
export interface Finding {
  /** The diagnosis without what belongs to other findings. */
  readonly diagnosis: Diagnosis;
  /** Where symptoms were seen, and the leading cause's. */
  readonly services: readonly string[];
  readonly symptomServices: readonly string[];
  readonly leading: CauseRef | undefined;
  readonly onset: number;
  /** Of the strongest symptom, in robust standard deviations. */
  readonly strength: number;
  readonly isImpactShared: boolean;
}

/** Symptoms of services that call each other belong together when they begin within this time of each other. */
const nearMs = 5 * 60_000;
/** A cause without a symptom, such as a certificate about to end, is trouble of its own only when it is this sure. */
const aloneConfidence = 0.5;
/** From here on a cause names trouble that the diagnosis does not speak of first; below it is a mere possibility. */
const namingConfidence = 0.3;

/** What is wrong at a moment, apart by what belongs together: services on one path of cause, symptoms of one service, of
 *  services that call each other at about the same time, and causes inside of one node.
 *  @param at  milliseconds since 1970; what was over before is left out */
export function findingsOf(diagnosis: Diagnosis, at: number): Finding[] {
  if (diagnosis.verdict === "healthy") return [];
  const symptoms = diagnosis.symptoms.filter(({ until }) => (until ?? Number.POSITIVE_INFINITY) > at);
  const isOver = diagnosis.symptoms.length > 0 && symptoms.length === 0;
  if (isOver && !lastingKinds.has(diagnosis.causes[0]?.kind ?? "unknown")) return [];
  const groups = groupsOf(diagnosis, symptoms);
  const own = groups.filter(isOwn);
  const [first = { services: new Set<string>(), symptoms, causes: diagnosis.causes }, ...others] = own;
  // What stands for nothing of its own is a further possibility of the first.
  const stray = groups.filter((group) => !isOwn(group)).flatMap(({ causes }) => causes);
  const ofFirst = new Set([...first.causes, ...stray]);
  const causes = diagnosis.causes.filter((cause) => ofFirst.has(cause));
  return [{ ...first, causes }, ...others].map((group, i) =>
    findingOf(group, diagnosis, { isFirst: i === 0, isOnly: own.length <= 1, at }),
  );
}

/** States of a cluster: they last whether anybody feels them or not. */
const lastingKinds: ReadonlySet<CauseKind> = new Set([
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
] satisfies CauseKind[]);

interface Group {
  readonly services: ReadonlySet<string>;
  readonly symptoms: readonly Symptom[];
  readonly causes: readonly Cause[];
}

/** Whether it is trouble of its own, and not a mere possibility. */
const isOwn = ({ symptoms, causes }: Group) =>
  symptoms.length > 0 || causes.some(({ confidence }) => confidence >= aloneConfidence);

/** In the order of their most confident causes; those without one after them. */
function groupsOf({ causes, calls }: Diagnosis, symptoms: readonly Symptom[]): Group[] {
  const union = new Union();
  for (const cause of causes) {
    union.join([cause.service, ...cause.path]);
    for (const { kind, name } of cause.inside)
      if (kind === "node") union.join([cause.service, `\0node ${name}`]);
  }
  const onsets = Map.groupBy(symptoms, ({ service }) => service);
  for (const service of onsets.keys()) union.join([service]);
  for (const { caller, callee } of calls) {
    const [a, b] = [onsets.get(caller) ?? [], onsets.get(callee) ?? []];
    if (a.some((one) => b.some((other) => Math.abs(one.at - other.at) <= nearMs)))
      union.join([caller, callee]);
  }
  const best = (group: Group) => Math.max(-1, ...group.causes.map(({ confidence }) => confidence));
  return union
    .sets()
    .map((services) => ({
      services,
      symptoms: symptoms.filter(({ service }) => services.has(service)),
      causes: causes.filter(({ service }) => services.has(service)),
    }))
    .filter(({ symptoms: felt, causes: given }) => felt.length + given.length > 0)
    .toSorted((a, b) => best(b) - best(a));
}

interface Place {
  readonly isFirst: boolean;
  readonly isOnly: boolean;
  readonly at: number;
}

function findingOf(
  { symptoms, causes, services }: Group,
  whole: Diagnosis,
  { isFirst, isOnly, at }: Place,
): Finding {
  const [top] = causes;
  const isNamed = top && whole.verdict === "cause" && (isFirst || top.confidence >= namingConfidence);
  const leading = isNamed ? top : undefined;
  const symptomServices = [...new Set(symptoms.map(({ service }) => service))];
  const onset = isFirst && whole.onset !== null ? whole.onset : earliest(symptoms, top?.since ?? at);
  return {
    diagnosis: isOnly ? whole : part({ symptoms, causes, services }, whole, { isFirst, leading, onset }),
    services: [...new Set([...(leading ? [leading.service] : []), ...symptomServices])],
    symptomServices,
    leading: leading && {
      id: leading.id,
      kind: leading.kind,
      service: leading.service,
      confidence: leading.confidence,
    },
    onset: Math.min(onset, at),
    strength: Math.max(0, ...symptoms.map(({ strength }) => strength)),
    isImpactShared: !isOnly,
  };
}

const earliest = (symptoms: readonly Symptom[], otherwise: number) =>
  symptoms.length === 0 ? otherwise : Math.min(...symptoms.map(({ at }) => at));

interface PartOf {
  readonly isFirst: boolean;
  readonly leading: Cause | undefined;
  readonly onset: number;
}

function part(
  { symptoms, causes, services }: Group,
  whole: Diagnosis,
  { isFirst, leading, onset }: PartOf,
): Diagnosis {
  const isOurs = (service: string | null) => service === null || services.has(service);
  const strongest = symptoms.toSorted((a, b) => b.strength - a.strength)[0];
  const headline = isFirst ? whole.headline : (leading?.headline ?? strongest?.words ?? whole.headline);
  return {
    ...whole,
    verdict: leading ? "cause" : "unsure",
    headline,
    onset,
    causes: [...causes],
    symptoms: [...symptoms],
    ruledOut: whole.ruledOut.filter(({ service }) => isOurs(service)),
    changes: whole.changes.filter(({ service }) => isOurs(service)),
    impact: {
      ...whole.impact,
      services: whole.impact.services.filter(isOurs),
      objectives: whole.impact.objectives?.filter(({ service }) => isOurs(service)),
    },
  };
}

/** Disjoint sets that grow together. */
class Union {
  readonly #set = new Map<string, Set<string>>();

  join(members: readonly string[]): void {
    const sets = new Set(members.map((member) => this.#set.get(member) ?? new Set([member])));
    const joined = new Set([...sets].flatMap((set) => [...set]));
    for (const member of joined) this.#set.set(member, joined);
  }

  sets(): Set<string>[] {
    return [...new Set(this.#set.values())];
  }
}
