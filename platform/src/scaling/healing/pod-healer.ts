import type { ClickHouse } from "@naru/clickhouse";
import type { Clock } from "#kernel/clock.ts";
import type { PodRow } from "#kubernetes/api.ts";
import type { Moving, Picture } from "#kubernetes/index.ts";
import { type Read, readerOf, type Window } from "#telemetry/query/index.ts";
import type { Evidence, Policy } from "./api.ts";
import { type Decision, decide, type Fleet, type Replacement, wardId } from "./fleet/decide.ts";
import { isHealed, type WardPods } from "./fleet/wards.ts";
import { toConfirm, toNotice } from "./judge/judge.ts";
import type { Ledger } from "./ledger.ts";
import { isSick, type PodCase, stepOf } from "./pod-case.ts";
import { callersAmong } from "./sick-callers.ts";
import {
  type AnsweredRow,
  answeredBetween,
  replacementsSince,
  unansweredAt,
  type UnansweredRow,
} from "./store.ts";
import { type Look, lookAt, suspectsIn } from "./suspects.ts";

export interface HealerOptions {
  readonly clickhouse: ClickHouse;
  readonly picture: Picture;
  readonly moving: Moving;
  readonly ledger: Ledger;
  /** The most that may be done at all. */
  readonly most: Policy;
  readonly clock: Clock;
}

/** What is looked at: long enough for a quiet service, */
const windowMs = 30_000;
/** and so short that trouble stands out soon in a busy one. */
const shortWindowMs = 5_000;
/** What came after: not sooner than so, since what is over by then was a hiccup. */
const confirmMs = 5_000;
/** What is not confirmed in this time, or not seen any more for it, is over. */
const patienceMs = 60_000;
const replacedWithinMs = 10 * 60_000;
const rememberedMs = 30 * 60_000;

/** Finds pods that serve worse than those like them, and takes them out where that is asked for and safe. */
export class PodHealer {
  readonly #options: HealerOptions;
  #cases: ReadonlyMap<string, PodCase> = new Map();
  #wards: readonly WardPods[] = [];
  #replacements: readonly Replacement[] | undefined;

  constructor(options: HealerOptions) {
    this.#options = options;
  }

  get cases(): readonly PodCase[] {
    return [...this.#cases.values()];
  }

  get wards(): readonly WardPods[] {
    return this.#wards;
  }

  /** Looks once, and does what is to be done. */
  async look(signal: AbortSignal): Promise<void> {
    const { clickhouse, clock } = this.#options;
    const read = readerOf(clickhouse, signal);
    const now = clock.now();
    this.#replacements ??= await this.#remembered(read, now);
    const window = { from: now - windowMs, to: now };
    const { answered, unanswered } = await this.#asked(read, window);
    const whole = this.#lookAt(window, answered, unanswered);
    const lately = this.#lookAt(recentOf(window), answered.filter(isRecent), unanswered);
    this.#wards = whole.wards;
    const horizon = horizonOf(answered, now);
    for (const look of [whole, lately]) await this.#notice(read, look, horizon);
    await this.#confirm(read, unanswered, now);
    this.#end(now);
    await this.#treat(await this.#fleet(read, now), signal);
  }

  /** Notes that a person had a pod replaced. */
  evicted(
    pod: { readonly cluster: string; readonly namespace: string; readonly pod: string },
    by: string,
  ): void {
    const found = this.cases.find(
      ({ pod: each }) =>
        each.cluster === pod.cluster && each.namespace === pod.namespace && each.name === pod.pod,
    );
    if (found) this.#evictedNow(found, this.#options.clock.now(), by);
  }

  /** What pods answered, and did not; nothing is asked where no workload runs that can be healed. */
  async #asked(read: Read, window: Window) {
    if (!this.#options.picture.workloads().some(isHealed)) return { answered: [], unanswered: [] };
    const [answered, unanswered] = await Promise.all([
      answeredBetween(read, window, recentOf(window).from),
      unansweredAt(read, window.to),
    ]);
    return { answered, unanswered };
  }

  #lookAt(window: Window, answered: readonly AnsweredRow[], unanswered: readonly UnansweredRow[]): Look {
    const { picture, most } = this.#options;
    return lookAt(picture, most, { window, answered, unanswered });
  }

  async #notice(read: Read, look: Look, horizon: number): Promise<void> {
    const rows = new Map(look.pods.map((pod) => [pod.uid, pod]));
    const now = look.window.to;
    const wards = look.wards.filter(({ policy }) => policy !== "off");
    const suspects = await suspectsIn(read, { ...look, wards }, toNotice, this.#wards);
    for (const { ward, uid, evidence } of suspects) {
      const known = this.#cases.get(uid);
      const pod = rows.get(uid);
      // What was not confirmed in time says nothing of now: it begins anew.
      const isOpen = known && (known.isConfirmed || now - known.noticedAt < patienceMs);
      if (isOpen) this.#put({ ...known, evidence, seenAt: now, policy: ward.policy });
      else if (pod) this.#put(this.#noticed(ward, pod, evidence, horizon, now));
    }
  }

  #noticed(ward: WardPods, pod: PodRow, evidence: Evidence, horizon: number, now: number): PodCase {
    return {
      ward: { ...ward.row, id: ward.id },
      pod,
      policy: ward.policy,
      noticedAt: now,
      horizon,
      evidence,
      seenAt: now,
      isConfirmed: false,
      state: "watched",
      reason: "",
      evictedAt: null,
    };
  }

  /** By requests that were answered after it was noticed, and only by those. */
  async #confirm(read: Read, unanswered: readonly UnansweredRow[], now: number): Promise<void> {
    const open = this.cases.filter(
      ({ isConfirmed, noticedAt }) => !isConfirmed && now - noticedAt >= confirmMs,
    );
    for (const [horizon, cases] of Map.groupBy(open, (each) => each.horizon)) {
      const since = { from: horizon, to: now };
      const look = this.#lookAt(since, await answeredBetween(read, since), unanswered);
      const wards = look.wards.filter(({ id }) => cases.some(({ ward }) => ward.id === id));
      const usually = horizon > now - windowMs ? this.#wards : wards;
      const suspects = await suspectsIn(read, { ...look, wards }, toConfirm, usually);
      for (const { uid, evidence } of suspects) {
        const known = this.#cases.get(uid);
        if (known?.isConfirmed !== false || known.horizon !== horizon) continue;
        if (known.evidence.ailment !== evidence.ailment) continue;
        const confirmed = { ...known, isConfirmed: true, seenAt: now };
        this.#put(confirmed);
        // What was not confirmed is no story: on a busy machine it is noticed now and then.
        this.#options.ledger.write(stepOf(known, "noticed", known.noticedAt));
        this.#options.ledger.write(stepOf({ ...confirmed, evidence }, "confirmed", now));
      }
    }
  }

  /** What got well, is gone, or was replaced. */
  #end(now: number): void {
    const there = new Set(this.#options.picture.pods().map(({ uid }) => uid));
    const { ledger } = this.#options;
    for (const known of this.cases) {
      const isThere = there.has(known.pod.uid);
      const ward = this.#wardNow(known);
      if (known.evictedAt === null) {
        if (isThere && now - known.seenAt < patienceMs && ward?.policy !== "off") continue;
        if (known.isConfirmed) ledger.write(stepOf(known, "cleared", now));
      } else if (!isThere && ward !== undefined && ward.ready >= ward.desired) {
        ledger.write(stepOf(known, "replaced", now));
      } else if (now - known.evictedAt < replacedWithinMs) continue;
      else ledger.write(stepOf(known, "failed", now, { reason: "timeout" }));
      const cases = new Map(this.#cases);
      cases.delete(known.pod.uid);
      this.#cases = cases;
    }
  }

  /** As its cluster tells now: a workload of which nothing is asked any more is none of the wards. */
  #wardNow({ ward: { id }, policy }: PodCase) {
    const { picture } = this.#options;
    const row = picture.workloads().find((each) => wardId(each) === id);
    const known = this.#wards.find((each) => each.id === id);
    return row && { ready: row.ready, desired: row.desired, policy: known?.policy ?? policy };
  }

  async #fleet(read: Read, now: number): Promise<Fleet> {
    const { picture } = this.#options;
    const sick = this.cases.filter((known) => isSick(known, now));
    const nodes = Map.groupBy(picture.nodes(), ({ cluster }) => cluster);
    return {
      now,
      wards: new Map(
        this.#wards.map(({ id, row, policy, isSettled, pods }) => [
          id,
          { policy, ready: row.ready, desired: row.desired, judged: pods.size, isSettled },
        ]),
      ),
      sick: sick.map(({ pod, ward }) => ({
        id: pod.uid,
        cluster: pod.cluster,
        workload: ward.id,
        node: pod.node,
      })),
      callers: await callersAmong(read, { from: now - windowMs, to: now }, sick),
      replacements: (this.#replacements ?? []).filter(({ at }) => now - at < rememberedMs),
      blind: new Set(
        picture.freshness().flatMap(({ cluster, state }) => (state === "live" ? [] : [cluster])),
      ),
      nodes: new Map([...nodes].map(([cluster, of]) => [cluster, of.length])),
    };
  }

  async #treat(fleet: Fleet, signal: AbortSignal): Promise<void> {
    let now = fleet;
    for (const pod of fleet.sick) {
      const known = this.#cases.get(pod.id);
      if (!known?.isConfirmed) continue;
      const decision = decide(pod, now);
      if (decision.kind === "evict") await this.#evict(known, signal);
      else this.#tell(known, decision, now.now);
      now = { ...now, replacements: this.#replacements ?? [] };
    }
  }

  /** Once, until something else is decided. */
  #tell(known: PodCase, decision: Exclude<Decision, { kind: "evict" }>, at: number): void {
    const [state, reason] =
      decision.kind === "hold" ? (["held", decision.why] as const) : (["advised", ""] as const);
    if (known.state === state && known.reason === reason) return;
    this.#put({ ...known, state, reason });
    this.#options.ledger.write(stepOf(known, state, at, { reason }));
  }

  async #evict(known: PodCase, signal: AbortSignal): Promise<void> {
    const { moving, clock } = this.#options;
    const { ailment } = known.evidence;
    const summary = `taken out of service: ${ailment} while the others of its workload are not`;
    try {
      const { result, reason } = await moving.evict(known.pod.cluster, known.pod, {
        signal,
        user: "naru",
        summary,
      });
      if (result === "refused") this.#tell(known, { kind: "hold", why: "budget" }, clock.now());
      else if (result === "failed") this.#failed(known, reason);
      else this.#evictedNow(known, clock.now(), "");
    } catch (error) {
      signal.throwIfAborted();
      this.#failed(known, (error as Error).message);
    }
  }

  #failed(known: PodCase, reason: string): void {
    if (known.state === "held" && known.reason === reason) return;
    this.#put({ ...known, state: "held", reason });
    this.#options.ledger.write(stepOf(known, "failed", this.#options.clock.now(), { reason }));
  }

  #evictedNow(known: PodCase, at: number, by: string): void {
    const { cluster } = known.pod;
    if (by === "") {
      const kept = (this.#replacements ?? []).filter((each) => at - each.at < rememberedMs);
      this.#replacements = [...kept, { cluster, workload: known.ward.id, at }];
    }
    this.#put({ ...known, state: "evicted", reason: "", evictedAt: at });
    this.#options.ledger.write(stepOf(known, "evicted", at, { by }));
  }

  #put(known: PodCase): void {
    this.#cases = new Map(this.#cases).set(known.pod.uid, known);
  }

  async #remembered(read: Read, now: number): Promise<Replacement[]> {
    const found = await replacementsSince(read, now - rememberedMs);
    return found.map((each) => ({ cluster: each.cluster, workload: wardId(each), at: each.at }));
  }
}

const recentOf = ({ to }: Window): Window => ({ from: to - shortWindowMs, to });
const isRecent = ({ isRecent }: AnsweredRow) => isRecent;

/** Up to when requests are known that ended. */
const horizonOf = (answered: readonly AnsweredRow[], now: number): number =>
  Math.min(now, answered.reduce((last, { endedAt }) => Math.max(last, endedAt), 0) + 1);
