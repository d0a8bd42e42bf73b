import type { Diagnosis } from "#vibeops/rca/api.ts";
import { attached, type FiringAlert, incidentOfAlert, updated } from "./alerts.ts";
import {
  contradict,
  isBack,
  isSameTrouble,
  overlap,
  type Trait,
  traitOfFinding,
  traitOfIncident,
} from "./belonging.ts";
import { byAge, causeKey, comebackMs, isWatched, quieted, reopened } from "./ending.ts";
import { type Finding, findingsOf } from "./findings.ts";
import { grown, incidentOf, merged } from "./growth.ts";
import { type Happening, type Incident, type Made, sharesCause, type Step } from "./incident.ts";
import { isDue, type Suspicion, suspected } from "./suspicion.ts";

/* What becomes of incidents from one look to the next. Pure: what is known and what is seen in, what is known then out. */

export interface Known {
  /** Open ones, and those that may come back. */
  readonly incidents: readonly Incident[];
  readonly suspicions: readonly Suspicion[];
  /** When incidents were opened in the last hour. */
  readonly opened: readonly number[];
}

export interface Look {
  readonly at: number;
  /** Undefined: there is no engine, or it failed. */
  readonly diagnosis: Diagnosis | undefined;
  /** Whether the look could not see: then nothing is held to be over. */
  readonly isBlind: boolean;
  /** Undefined: it is not known yet which fire. */
  readonly alerts: readonly FiringAlert[] | undefined;
}

export interface Outcome {
  readonly known: Known;
  /** To be stored; each incident at most once. */
  readonly steps: readonly Step[];
  /** Troubles that were due and not opened, since too many were. */
  readonly heldBack: number;
}

export const nothingKnown: Known = { incidents: [], suspicions: [], opened: [] };
const hourMs = 3_600_000;
export const mostOpenedAnHour = 12;
export const mostOpen = 50;

/** @param newId  gives ids of incidents and diagnoses */
export function advance(known: Known, look: Look, newId: () => string): Outcome {
  const draft = new Draft(known, look, newId);
  const findings = look.diagnosis ? findingsOf(look.diagnosis, look.at) : [];
  for (const finding of findings) draft.take(finding);
  for (const alert of look.alerts ?? []) draft.takeAlert(alert);
  draft.unite();
  draft.settle(new Set(findings.flatMap(({ symptomServices }) => symptomServices)));
  return draft.outcome();
}

class Draft {
  readonly #at: number;
  readonly #look: Look;
  readonly #newId: () => string;
  readonly #before: Known;
  readonly #incidents: Map<string, Incident>;
  readonly #happenings = new Map<string, Happening[]>();
  /** Of which something was seen. */
  readonly #seen = new Set<string>();
  readonly #suspicions: Suspicion[] = [];
  #opened: number[];
  #heldBack = 0;

  constructor(known: Known, look: Look, newId: () => string) {
    this.#before = known;
    this.#look = look;
    this.#at = look.at;
    this.#newId = newId;
    const watched = known.incidents.filter((incident) => isWatched(incident, look.at));
    this.#incidents = new Map(watched.map((incident) => [incident.id, incident]));
    this.#opened = known.opened.filter((at) => look.at - at < hourMs);
  }

  /** Goes on with an incident, goes back to one, or opens one. */
  take(finding: Finding): void {
    const trait = traitOfFinding(finding);
    const { calls } = finding.diagnosis;
    const made: Made = { id: this.#newId(), at: this.#at, diagnosis: finding.diagnosis };
    const [eldest, ...younger] = this.#homes(trait, calls);
    if (eldest) {
      for (const one of younger) this.#merge(eldest.id, one.id);
      this.#grow(eldest.id, finding, made);
      return;
    }
    const ended = this.#resolved().find((one) =>
      one.wentQuiet ? isBack(traitOfIncident(one), trait) : isSameTrouble(traitOfIncident(one), trait, calls),
    );
    if (ended) {
      if (this.#comeBack(ended)) this.#grow(ended.id, finding, made);
      return;
    }
    this.#suspect(finding, made);
  }

  takeAlert(alert: FiringAlert): void {
    const open = this.#open();
    const has = ({ alerts }: Incident) => alerts.some(({ fingerprint }) => fingerprint === alert.fingerprint);
    const fits = ({ services }: Incident) => !alert.isQuiet && services.includes(alert.service);
    const home = open.find(has) ?? open.find(fits);
    if (home) {
      this.#step(attached(home, alert, this.#at));
      return;
    }
    if (alert.isQuiet) return;
    const ended = this.#resolved().find(has);
    if (ended) {
      if (this.#comeBack(ended)) this.#step(attached(this.#get(ended.id), alert, this.#at));
      return;
    }
    if (!this.#mayOpen()) return;
    this.#opened.push(this.#at);
    this.#step(incidentOfAlert(alert, this.#at, this.#newId()));
  }

  /** No two open incidents have the same cause. */
  unite(): void {
    const byKey = Map.groupBy(this.#open().toSorted(byAge), causeKey);
    for (const [key, [eldest, ...younger]] of byKey) {
      if (key === undefined || !eldest) continue;
      for (const one of younger) this.#merge(eldest.id, one.id);
    }
    // What was put together may lead by the cause of a third one now.
    const keys = this.#open()
      .map(causeKey)
      .filter((key) => key !== undefined);
    if (new Set(keys).size < keys.length) this.unite();
  }

  /** @param sick  services where anything is felt: what is felt there is not over */
  settle(sick: ReadonlySet<string>): void {
    const { alerts, isBlind } = this.#look;
    if (alerts) for (const incident of this.#open()) this.#step(updated(incident, alerts, this.#at));
    if (isBlind) return;
    for (const incident of this.#incidents.values()) {
      const fires =
        incident.state === "open" && incident.alerts.some(({ resolvedAt }) => resolvedAt === null);
      const isSick = incident.state === "open" && overlap(feltIn(incident), [...sick]);
      if (this.#seen.has(incident.id) || fires || isSick || incident.state === "merged") continue;
      const step = quieted(incident, this.#at);
      if (step) this.#put(step);
    }
  }

  outcome(): Outcome {
    const before = new Map(this.#before.incidents.map((incident) => [incident.id, incident]));
    const changed = [...this.#incidents.values()].filter((incident) => before.get(incident.id) !== incident);
    return {
      known: {
        incidents: [...this.#incidents.values()].filter((incident) => isWatched(incident, this.#at)),
        suspicions: this.#look.diagnosis ? this.#suspicions : this.#before.suspicions,
        opened: this.#opened,
      },
      steps: changed.map((incident) => ({ incident, happenings: this.#happenings.get(incident.id) ?? [] })),
      heldBack: this.#heldBack,
    };
  }

  #open(): Incident[] {
    return [...this.#incidents.values()].filter(({ state }) => state === "open");
  }

  /** The last one that ended first. */
  #resolved(): Incident[] {
    return [...this.#incidents.values()]
      .filter(({ state }) => state === "resolved")
      .toSorted((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0));
  }

  /** The open incidents that a trouble is part of, the eldest first: more than one turn out to be the same by it. Those that
   *  speak against the one that it fits best stay apart. */
  #homes(trait: Trait, calls: Diagnosis["calls"]): Incident[] {
    const fitting = this.#open()
      .filter((one) => isSameTrouble(traitOfIncident(one), trait, calls))
      .toSorted(byAge);
    const closest = fitting.find(({ led }) => sharesCause(led, trait.led)) ?? fitting[0];
    if (!closest) return [];
    return fitting.filter(
      (one) => one === closest || !contradict(traitOfIncident(one), traitOfIncident(closest)),
    );
  }

  #get(id: string): Incident {
    const incident = this.#incidents.get(id);
    if (!incident) throw new RangeError(`there is no incident ${id}`);
    return incident;
  }

  #put({ incident, happenings }: Step): void {
    this.#incidents.set(incident.id, incident);
    this.#happenings.set(incident.id, [...(this.#happenings.get(incident.id) ?? []), ...happenings]);
  }

  #step(step: Step | undefined): void {
    if (!step) return;
    this.#seen.add(step.incident.id);
    this.#put(step);
  }

  #grow(id: string, finding: Finding, made: Made): void {
    this.#step(grown(this.#get(id), finding, this.#at, made));
  }

  #merge(elderId: string, youngerId: string): void {
    const [elder, younger] = merged(this.#get(elderId), this.#get(youngerId), this.#at);
    this.#step(elder);
    this.#put(younger);
  }

  /** Opens what had ended, unless a person ended it and it has only gone on since; for a while.
   *  @returns whether it is open now */
  #comeBack(ended: Incident): boolean {
    this.#seen.add(ended.id);
    const isLong = this.#at - (ended.resolvedAt ?? this.#at) >= comebackMs;
    if (!ended.wentQuiet && !isLong) return false;
    this.#step(reopened(ended, this.#at, "", ended.wentQuiet ? "back" : "on"));
    return true;
  }

  #suspect(finding: Finding, made: Made): void {
    const suspicion = suspected(this.#before.suspicions, finding, this.#at);
    const isOpened = isDue(finding, suspicion.looks) && this.#mayOpen();
    if (!isOpened) {
      this.#suspicions.push(suspicion);
      return;
    }
    this.#opened.push(this.#at);
    this.#step(incidentOf(finding, this.#at, this.#newId(), made));
  }

  #mayOpen(): boolean {
    const may = this.#opened.length < mostOpenedAnHour && this.#open().length < mostOpen;
    if (!may) this.#heldBack += 1;
    return may;
  }
}

/** Services in which it was felt when it was told best. */
const feltIn = ({ best, services }: Incident): readonly string[] =>
  best ? best.diagnosis.symptoms.map(({ service }) => service) : services;
