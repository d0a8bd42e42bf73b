import type { CauseKind, Diagnosis, Symptom, Words } from "#vibeops/rca/api.ts";
import type { Happening, IncidentRow } from "../api.ts";

export type CauseRef = NonNullable<IncidentRow["cause"]>;
export type IncidentAlert = IncidentRow["alerts"][number];
export type Change = Diagnosis["changes"][number];
export type { Happening } from "../api.ts";

/** A diagnosis as it was made at a moment. */
export interface Made {
  readonly id: string;
  readonly at: number;
  readonly diagnosis: Diagnosis;
}

/** An incident, with all that is needed to go on with it. */
export interface Incident extends IncidentRow {
  readonly revision: number;
  /** Every cause that was ever named first, the latest last. */
  readonly led: readonly CauseRef[];
  /** Of its whole course, by what they are about. */
  readonly symptoms: readonly Symptom[];
  readonly changes: readonly Change[];
  readonly best: Made | null;
  readonly latest: Made | null;
  readonly isImpactShared: boolean;
  readonly absorbed: readonly string[];
  /** Looks in a row in which nothing was seen of it, and the first of them. */
  readonly quietLooks: number;
  readonly quietSince: number | null;
  /** Whether something has been quiet since a person resolved it: what comes then comes back. */
  readonly wentQuiet: boolean;
  /** Reopened by a person after it had ended by itself: only a person ends it. */
  readonly isHeld: boolean;
}

/** What an incident has become, and what happened. A step without happenings only keeps what was learnt. */
export interface Step {
  readonly incident: Incident;
  readonly happenings: readonly Happening[];
}

/** Two causes with the same key are the same one. */
export const keyOf = ({ kind, service }: { readonly kind: CauseKind; readonly service: string }) =>
  `${kind}|${service}`;

export const sharesCause = (a: readonly CauseRef[], b: readonly CauseRef[]): boolean =>
  a.some((one) => b.some((other) => one.id === other.id || keyOf(one) === keyOf(other)));

const mostServices = 200;
const mostSymptoms = 300;
const mostChanges = 200;

export const joinedServices = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].slice(0, mostServices);

/** What was seen first stays with its time; its strength is the greatest ever. */
export function joinedSymptoms(known: readonly Symptom[], found: readonly Symptom[]): Symptom[] {
  const joined = new Map<string, Symptom>();
  for (const symptom of [...known, ...found]) {
    const key = `${symptom.code}|${symptom.service}|${symptom.subject}`;
    const before = joined.get(key);
    const stronger = before !== undefined && before.strength >= symptom.strength ? before : symptom;
    joined.set(key, {
      ...stronger,
      at: Math.min(before?.at ?? symptom.at, symptom.at),
      until: symptom.until ?? null,
    });
  }
  return [...joined.values()].toSorted((a, b) => a.at - b.at).slice(0, mostSymptoms);
}

export function joinedChanges(known: readonly Change[], found: readonly Change[]): Change[] {
  const joined = new Map<string, Change>();
  for (const change of [...known, ...found]) {
    const key = `${change.at}|${change.cluster}|${change.kind}|${change.namespace}|${change.name}|${change.words.en}`;
    const isSuspect = change.isSuspect || joined.get(key)?.isSuspect === true;
    joined.set(key, { ...change, isSuspect });
  }
  return [...joined.values()].toSorted((a, b) => a.at - b.at).slice(0, mostChanges);
}

/** Of all that changed around, what may have to do with it: suspects, and what runs the services that are part of it. */
export const changesAbout = (changes: readonly Change[], services: readonly string[]): Change[] =>
  changes.filter(({ isSuspect, service }) => isSuspect || (service !== null && services.includes(service)));

/** What was changed, and how. */
export function changeWords({ kind, name, words }: Change): Words {
  const told = (text: string) => (text === "" ? `${kind} ${name}` : `${kind} ${name}: ${text}`);
  return { en: told(words.en), ko: told(words.ko) };
}

/** The headline of what nobody has diagnosed yet. */
export const alertHeadline = ({ name, summary, service }: IncidentAlert): Words => {
  const what = summary === "" ? name : summary;
  return {
    en: `Alert ${name} on ${service}: ${what}`,
    ko: `${service}에서 ${name} 알림 발생: ${what}`,
  };
};
