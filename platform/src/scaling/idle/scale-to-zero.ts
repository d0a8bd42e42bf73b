import type { ClickHouse } from "@naru/clickhouse";
import type { KubeObject } from "@naru/kubernetes";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import { counter, type MetricFamily } from "#kernel/metrics.ts";
import { Repeating } from "#kernel/repeating.ts";
import type { ObjectAccess, Picture } from "#kubernetes/index.ts";
import { readerOf } from "#telemetry/query/index.ts";
import { wardId } from "../healing/fleet/decide.ts";
import { finder } from "../healing/fleet/wards.ts";
import { type NamedPod, unansweredAt } from "../healing/store.ts";
import { formerAnnotation, sleepAnnotation } from "./annotations.ts";
import { heldReason, type IdleHold, type IdleRow, sleptReason } from "./api.ts";
import { type Candidate, candidatesIn } from "./candidates.ts";
import { decide, type IdleFacts, periodIn, silentAmong, silentMs, type Verdict } from "./decide.ts";
import { heardSince } from "./store.ts";
import { type Watch, watched } from "./watch.ts";
import { heldText } from "./words.ts";

export interface ScaleToZeroOptions {
  readonly clickhouse: ClickHouse;
  readonly picture: Picture;
  readonly objects: ObjectAccess;
  /** Clusters that hold requests until pods are there. */
  readonly embedded: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly everyMs: number;
}

/** What nobody can help but by waiting needs no event. */
const passing: ReadonlySet<IdleHold> = new Set<IdleHold>(["blind", "rollout"]);
/** Between two looks. What happened in a longer pause is not made up for. */
const longestPauseMs = 120_000;
/** What a pod told late enough for it to count as silent need not be found any more. */
const lookBackMs = silentMs + longestPauseMs;
const component = "naru";

interface Heard {
  readonly askedAt: number | null;
  readonly toldAt: number | null;
}

interface Known {
  readonly candidate: Candidate;
  readonly watch: Watch;
  readonly verdict: Verdict;
  /** The pod or autoscaler that is meant. */
  readonly about: string;
}

/** Takes away the pods of workloads that ask for that while nobody needs them. Whoever holds requests for them brings them back. */
export class ScaleToZero {
  readonly #options: ScaleToZeroOptions;
  readonly #looking: Repeating;
  readonly #slept = counter({
    name: "naru_scale_to_zero_total",
    help: "Workloads whose pods were taken away since nobody needed them.",
  });
  #known: ReadonlyMap<string, Known> = new Map();
  #lookedAt = 0;

  constructor(options: ScaleToZeroOptions) {
    this.#options = options;
    this.#looking = new Repeating(
      (signal) => this.look(signal),
      (tookMs) => Math.max(options.everyMs, 4 * tookMs),
      (error) =>
        options.log.warn({ why: (error as Error).message }, "idle workloads could not be looked for"),
    );
  }

  start(): void {
    this.#looking.start();
  }

  stop(): Promise<void> {
    return this.#looking.stop();
  }

  metrics(): MetricFamily[] {
    return [this.#slept.family()];
  }

  list(): { workloads: IdleRow[] } {
    return { workloads: candidatesIn(this.#options.picture).map((each) => this.#rowOf(each)) };
  }

  /** Looks once, and does what is to be done. */
  async look(signal: AbortSignal): Promise<void> {
    const { picture, clock } = this.#options;
    const now = clock.now();
    const awake = candidatesIn(picture).filter(({ row }) => row.desired > 0);
    const heard = await this.#heard(awake, now, signal);
    const before = this.#known;
    const isGapless = now - this.#lookedAt <= longestPauseMs;
    this.#known = new Map(awake.map((each) => [each.id, this.#judged(each, heard, now, isGapless)]));
    this.#lookedAt = now;
    for (const known of this.#known.values()) {
      try {
        await this.#treat(known, before.get(known.candidate.id)?.verdict, signal);
      } catch (error) {
        signal.throwIfAborted();
        const { cluster, namespace, name } = known.candidate.row;
        const why = (error as Error).message;
        this.#options.log.warn({ cluster, namespace, name, why }, "a workload could not be scaled to zero");
      }
    }
  }

  /** What the pods of these workloads told lately, by their uids. */
  async #heard(
    awake: readonly Candidate[],
    now: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Heard>> {
    const { clickhouse, picture, embedded } = this.#options;
    const pods = awake.filter(({ row }) => embedded.includes(row.cluster)).flatMap((each) => each.pods);
    const heard = new Map<string, Heard>();
    if (pods.length === 0) return heard;
    const read = readerOf(clickhouse, signal);
    const [told, unanswered] = await Promise.all([
      heardSince(read, now - lookBackMs, pods),
      unansweredAt(read, now),
    ]);
    const uidOf = finder(picture.pods());
    const hear = (pod: NamedPod, askedAt: number | null, toldAt: number | null) => {
      const uid = uidOf(pod);
      if (uid === undefined) return;
      const known = heard.get(uid);
      heard.set(uid, { askedAt: later(known?.askedAt, askedAt), toldAt: later(known?.toldAt, toldAt) });
    };
    for (const { askedAt, toldAt, ...pod } of told) hear(pod, askedAt, toldAt);
    // Somebody waits for these now.
    for (const pod of unanswered) hear(pod, now, null);
    return heard;
  }

  #judged(candidate: Candidate, heard: ReadonlyMap<string, Heard>, now: number, isGapless: boolean): Known {
    const { picture, embedded } = this.#options;
    const { id, row, period, isSettled } = candidate;
    const pods = candidate.pods.map(({ uid, name, readinessChangedAt }) => ({
      name,
      readyAt: readinessChangedAt,
      toldAt: heard.get(uid)?.toldAt ?? null,
    }));
    const isLive = picture
      .freshness()
      .some(({ cluster, state }) => cluster === row.cluster && state === "live");
    const silent = silentAmong({ now, pods });
    const watch = watched(this.#known.get(id)?.watch, {
      now,
      uids: candidate.pods.map(({ uid }) => uid),
      isSteady: isGapless && isLive && isSettled && silent === undefined,
      askedAt: candidate.pods.reduce<number | null>(
        (last, { uid }) => later(last, heard.get(uid)?.askedAt),
        null,
      ),
    });
    const autoscaler = picture
      .autoscalers()
      .find(({ cluster, namespace, target }) => wardId({ cluster, namespace, ...target }) === id);
    const facts: IdleFacts = {
      now,
      kind: row.kind,
      periodMs: periodIn(period),
      isOffered: embedded.includes(row.cluster),
      isLive,
      entrances: picture.entrances(row),
      autoscalerMin: autoscaler && (autoscaler.bounds.minReplicas ?? 1),
      isSettled,
      pods,
      idleSince: watch.idleSince,
    };
    const verdict = decide(facts);
    const isSilent = verdict.kind === "held" && verdict.why === "silent";
    return { candidate, watch, verdict, about: (isSilent ? silent?.name : autoscaler?.name) ?? "" };
  }

  async #treat(known: Known, before: Verdict | undefined, signal: AbortSignal): Promise<void> {
    const { candidate, verdict, about } = known;
    // Somebody brought its pods back by hand: it does not sleep any more.
    if (candidate.former !== "" && candidate.row.ready > 0) await this.#unmark(candidate, signal);
    if (verdict.kind === "sleep") return this.#sleep(known, signal);
    if (verdict.kind !== "held" || passing.has(verdict.why)) return;
    if (before?.kind === "held" && before.why === verdict.why) return;
    await this.#tell(
      candidate,
      "Warning",
      heldReason,
      heldText(verdict.why, candidate.period, about),
      signal,
    );
  }

  /** Decided on what was seen; done only if nobody has changed it since. */
  async #sleep({ candidate, watch }: Known, signal: AbortSignal): Promise<void> {
    const { objects, log } = this.#options;
    const { row, period } = candidate;
    const { cluster, namespace, name } = row;
    const place = placeOf(candidate);
    const now = await objects.get<Scaled>(cluster, place, signal);
    const { uid, resourceVersion, annotations } = now.metadata;
    const replicas = now.spec.replicas ?? 1;
    if (uid !== row.uid || replicas !== row.desired || annotations?.[sleepAnnotation] !== period) return;
    const since = `${new Date(watch.idleSince).toISOString().slice(0, 19)}Z`;
    const why = `no request since ${since}, for longer than ${period}`;
    const body = {
      metadata: { resourceVersion, annotations: { [formerAnnotation]: String(replicas) } },
      spec: { replicas: 0 },
    };
    await objects.patch(cluster, place, body, { signal, user: "naru", summary: `scaled to zero: ${why}` });
    this.#slept.add(1, { cluster });
    log.info({ cluster, namespace, name, replicas, why }, "scaled to zero");
    await this.#tell(candidate, "Normal", sleptReason, `New size: 0; reason: ${why}`, signal);
  }

  async #unmark(candidate: Candidate, signal: AbortSignal): Promise<void> {
    const body = { metadata: { annotations: { [formerAnnotation]: null } } };
    const act = { signal, user: "naru", summary: `awake again: ${formerAnnotation} removed` };
    await this.#options.objects.patch(candidate.row.cluster, placeOf(candidate), body, act);
  }

  async #tell(
    candidate: Candidate,
    type: "Normal" | "Warning",
    reason: string,
    message: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { cluster, uid } = candidate.row;
    const news = { type, reason, message, component };
    await this.#options.objects.tell(cluster, { ...placeOf(candidate), uid }, news, signal);
  }

  #rowOf(candidate: Candidate): IdleRow {
    const { id, row, period, former } = candidate;
    const { cluster, kind, namespace, name, desired } = row;
    const known = this.#known.get(id);
    const told = {
      cluster,
      kind,
      namespace,
      name,
      period,
      why: null,
      message: "",
      idleSince: null,
      replicas: null,
    };
    if (desired === 0)
      return former === ""
        ? { ...told, state: "off" }
        : { ...told, state: "asleep", replicas: Number(former) || 1 };
    if (known?.verdict.kind !== "held")
      return { ...told, state: "awake", idleSince: known?.watch.idleSince ?? null };
    const { why } = known.verdict;
    return { ...told, state: "held", why, message: heldText(why, period, known.about) };
  }
}

interface Scaled extends KubeObject {
  readonly spec: { readonly replicas?: number };
}

const placeOf = ({ row: { kind, namespace, name } }: Candidate) => ({
  apiVersion: "apps/v1",
  kind,
  namespace,
  name,
});

const later = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a === null || a === undefined ? (b ?? null) : Math.max(a, b ?? a);
