import type { ClickHouse } from "@naru/clickhouse";
import type { Clock } from "#kernel/clock.ts";
import { NaruError } from "#kernel/errors.ts";
import type { Logger } from "#kernel/log.ts";
import { counter, gauge, type MetricFamily } from "#kernel/metrics.ts";
import { Repeating } from "#kernel/repeating.ts";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import { bounded } from "./bounded.ts";
import type { Action } from "./lifecycle/actions.ts";
import type { FiringAlert } from "./lifecycle/alerts.ts";
import { isWatched } from "./lifecycle/ending.ts";
import type { Incident, Step } from "./lifecycle/incident.ts";
import { advance, type Known, type Look, nothingKnown } from "./lifecycle/lifecycle.ts";
import { insertSteps, openings, storedIncident, unfinished } from "./store.ts";

/** What is wrong in a window, and why. */
export type Diagnose = (window: Window, signal: AbortSignal) => Promise<Diagnosis>;

export interface KeeperOptions {
  readonly clickhouse: ClickHouse;
  /** Left out: incidents are opened by alerts only. */
  readonly diagnose?: Diagnose | undefined;
  /** Undefined while it is not known yet which alerts fire. */
  readonly firing: () => readonly FiringAlert[] | undefined;
  /** 0: it looks only when it is asked to. */
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Ids of incidents and diagnoses: twelve letters and digits, at random unless given. */
  readonly newId?: (() => string) | undefined;
}

/** How far back a look goes. */
const windowMs = 20 * 60_000;
/** Looking takes at most a fifth of the time, however much there is to look at. */
const restFactor = 4;
const diagnosisTimeoutMs = 60_000;
/** What was learnt and changes nothing else is stored this often. */
const learntMs = 2 * 60_000;
const hourMs = 3_600_000;
/** What a person resolved may be watched for so long. */
const watchedMs = 86_400_000;

/** Looks after incidents: one look after the other, and what people do in between. A step counts when it is stored. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #stop = new AbortController();
  readonly #looking: Repeating;
  #known: Known | undefined;
  /** When each incident was stored last. */
  readonly #storedAt = new Map<string, number>();
  /** Ids of diagnoses that are in the store. */
  readonly #stored = new Set<string>();
  #queue: Promise<unknown> = Promise.resolve();
  #since: number | null = null;
  #lastLookAt: number | null = null;
  #problem: string | null = null;
  #heldBack = 0;
  readonly #looks = counter({
    name: "naru_incident_looks_total",
    help: "Looks at whether anything is wrong.",
  });
  readonly #opened = counter({ name: "naru_incidents_opened_total", help: "Incidents opened." });

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#looking = new Repeating(
      () => this.look(),
      // What takes long is not begun again at once: most of the time is for others.
      (tookMs) => Math.max(options.everyMs - tookMs, restFactor * tookMs),
      (error) => this.#fail(error),
    );
  }

  start(): void {
    const { everyMs, clock } = this.#options;
    if (everyMs === 0) return;
    this.#since = clock.now();
    this.#looking.start();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#looking.stop();
    await this.#queue;
  }

  watch() {
    return {
      everySeconds: this.#options.everyMs / 1000,
      since: this.#since,
      lastLookAt: this.#lastLookAt,
      problem: this.#problem,
      heldBack: this.#heldBack,
    };
  }

  metrics(): MetricFamily[] {
    const open = this.#known?.incidents.filter(({ state }) => state === "open").length ?? 0;
    return [
      gauge({ name: "naru_incidents_open", help: "Incidents that are open." }, open),
      gauge(
        {
          name: "naru_incidents_held_back",
          help: "Troubles that are no incidents since too many were opened.",
        },
        this.#heldBack,
      ),
      this.#looks.family(),
      this.#opened.family(),
    ];
  }

  /** Looks once. */
  async look(): Promise<void> {
    const { clock, firing, newId = randomId } = this.#options;
    const diagnosed = await this.#diagnose();
    await this.#inTurn(async () => {
      const known = await this.#restored();
      const look: Look = { at: clock.now(), ...diagnosed, alerts: firing() };
      const { known: next, steps, heldBack } = advance(known, look, newId);
      this.#known = await this.#keep(steps, next, look.at);
      this.#heldBack = heldBack;
      this.#lastLookAt = look.at;
      this.#opened.add(steps.filter(({ happenings: [first] }) => first?.kind === "opened").length);
    });
  }

  /** Carries out what a person does; on an incident that was merged, on the one that it is part of.
   *  @throws NaruError NOT_FOUND */
  async act(id: string, action: Action, by: string): Promise<Incident> {
    return this.#inTurn(async () => {
      const known = await this.#restored();
      const before = await this.#find(known, id);
      const at = this.#options.clock.now();
      const step = action(before, { by, at });
      if (!step) return before;
      const others = known.incidents.filter((incident) => incident.id !== before.id);
      const next = { ...known, incidents: [...others, step.incident].filter((each) => isWatched(each, at)) };
      this.#known = await this.#keep([step], next, at);
      return step.incident;
    });
  }

  async #find(known: Known, id: string): Promise<Incident> {
    const read: Read = (statement) => this.#options.clickhouse.query(statement);
    const found = known.incidents.find((incident) => incident.id === id) ?? (await storedIncident(read, id));
    if (!found) throw new NaruError("NOT_FOUND", `There is no incident ${id}.`);
    return found.mergedInto === null ? found : this.#find(known, found.mergedInto);
  }

  async #diagnose(): Promise<Pick<Look, "diagnosis" | "isBlind">> {
    const { diagnose, clock } = this.#options;
    this.#looks.add(1);
    if (!diagnose) return { diagnosis: undefined, isBlind: false };
    const to = clock.now();
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(diagnosisTimeoutMs)]);
    try {
      const diagnosis = bounded(await diagnose({ from: to - windowMs, to }, signal));
      const missing = diagnosis.stages.find(({ error }) => error !== null);
      this.#problem = missing ? `${missing.name}: ${missing.error}` : null;
      return { diagnosis, isBlind: missing !== undefined };
    } catch (err) {
      this.#fail(err);
      return { diagnosis: undefined, isBlind: true };
    }
  }

  #fail(err: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#problem = err instanceof Error ? err.message : String(err);
    this.#options.log.warn({ err }, "it could not be looked whether anything is wrong");
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #restored(): Promise<Known> {
    if (this.#known) return this.#known;
    const { clickhouse, clock } = this.#options;
    const now = clock.now();
    const [incidents, opened] = await Promise.all([
      unfinished(clickhouse, now - watchedMs),
      openings(clickhouse, now - hourMs),
    ]);
    for (const { id, best, latest } of incidents) {
      this.#storedAt.set(id, now);
      for (const made of [best, latest]) if (made) this.#stored.add(made.id);
    }
    this.#known = { ...nothingKnown, incidents: incidents.filter((each) => isWatched(each, now)), opened };
    return this.#known;
  }

  /** Stores what is worth it.
   *  @returns what is known then; steps are revisions in it
   *  @throws  what the store throws: it is not known then what the store has, and it is asked anew before the next step */
  async #keep(steps: readonly Step[], next: Known, at: number): Promise<Known> {
    const due = steps.filter(
      ({ incident, happenings }) =>
        happenings.length > 0 || at - (this.#storedAt.get(incident.id) ?? 0) >= learntMs,
    );
    const revised = due.map(({ incident, happenings }) => ({
      incident: { ...incident, revision: incident.revision + 1 },
      happenings,
    }));
    this.#known = undefined;
    if (revised.length > 0)
      await insertSteps(this.#options.clickhouse, revised, at, (id) => this.#stored.has(id));
    for (const { incident } of revised) this.#storedAt.set(incident.id, at);
    const stored = new Map(revised.map(({ incident }) => [incident.id, incident]));
    const incidents = next.incidents.map((incident) => stored.get(incident.id) ?? incident);
    this.#forget(incidents, stored);
    return { ...next, incidents };
  }

  /** Notes which diagnoses are stored, of incidents that are still looked after. */
  #forget(incidents: readonly Incident[], stored: ReadonlyMap<string, Incident>): void {
    const ids = new Set(incidents.map(({ id }) => id));
    for (const id of this.#storedAt.keys()) if (!ids.has(id)) this.#storedAt.delete(id);
    const named = incidents.flatMap(({ id, best, latest }) =>
      [best, latest].flatMap((made) =>
        made && (stored.has(id) || this.#stored.has(made.id)) ? [made.id] : [],
      ),
    );
    this.#stored.clear();
    for (const id of named) this.#stored.add(id);
  }
}

const letters = "0123456789abcdefghijklmnopqrstuvwxyz";

/** 62 random bits. */
function randomId(): string {
  const random = crypto.getRandomValues(new Uint32Array(12));
  return Array.from(random, (each) => letters[each % letters.length]).join("");
}
