import type { ClickHouse } from "@naru/clickhouse";
import type { Clock } from "#kernel/clock.ts";
import type { PodRow } from "#kubernetes/api.ts";
import type { Picture } from "#kubernetes/index.ts";
import { readerOf } from "#telemetry/query/index.ts";
import { finder } from "../../healing/fleet/wards.ts";
import { type NamedPod, unansweredAt } from "../../healing/store.ts";
import { answeredBySecond, tellingSince } from "../store.ts";
import { knownSeconds, levelSeconds } from "./level.ts";
import { type Load, loadOf, type Slice } from "./load.ts";
import { Remembered } from "./remembered.ts";

export interface MeterOptions {
  readonly clickhouse: ClickHouse;
  readonly picture: Pick<Picture, "pods">;
  readonly clock: Clock;
}

/** As long as many autoscalers ask one after the other. */
const freshMs = 1_000;
const tellingFreshMs = 15_000;
/** Most SDKs send what they have every five seconds, and it takes a moment to be stored. */
const quietMs = 10_000;
/** Metrics are usually told of once a minute. */
const silentMs = 180_000;
const limitMs = 8_000;

/** What is known of one pod. */
interface Traffic {
  /** By age in seconds. */
  readonly slices: Map<number, Slice[]>;
  unanswered: number;
}

export interface Measure {
  /** Of each pod of which anything is known, by its uid. */
  readonly each: ReadonlyMap<string, Load>;
  /** Of all of them together; undefined where nothing is known of any. */
  readonly all: Load | undefined;
  readonly at: number;
  readonly windowSeconds: number;
}

/** Measures what is asked of pods. */
export class Meter {
  readonly #options: MeterOptions;
  readonly #traffic: Remembered<{ readonly at: number; readonly pods: ReadonlyMap<string, Traffic> }>;
  readonly #telling: Remembered<ReadonlySet<string>>;

  constructor(options: MeterOptions) {
    this.#options = options;
    this.#traffic = new Remembered(() => this.#readTraffic(), freshMs, options.clock);
    this.#telling = new Remembered(() => this.#readTelling(), tellingFreshMs, options.clock);
  }

  /** @param pods  those of one workload, or what else belongs together: one window is found for them all */
  async measure(pods: readonly Pick<PodRow, "uid">[]): Promise<Measure> {
    const { at, pods: traffic } = await this.#traffic.get();
    const isAnyIdle = pods.some(({ uid }) => !traffic.has(uid));
    const telling = isAnyIdle ? await this.#telling.get() : new Set<string>();
    const known = pods.flatMap(({ uid }): [string, Traffic][] => {
      const own = traffic.get(uid) ?? (telling.has(uid) ? idle : undefined);
      return own ? [[uid, own]] : [];
    });
    const windowSeconds = levelSeconds(countsOf(known.map(([, own]) => own)));
    const load = (of: readonly Traffic[]) =>
      loadOf(
        of.flatMap(({ slices }) => within(slices, windowSeconds)),
        windowSeconds,
        of.reduce((sum, { unanswered }) => sum + unanswered, 0),
      );
    return {
      each: new Map(known.map(([uid, own]) => [uid, load([own])])),
      all: known.length === 0 ? undefined : load(known.map(([, own]) => own)),
      at,
      windowSeconds,
    };
  }

  async #readTraffic() {
    const now = this.#options.clock.now();
    const read = this.#reader();
    const [seconds, unanswered] = await Promise.all([
      answeredBySecond(read, { now, seconds: knownSeconds, quietMs }),
      unansweredAt(read, now),
    ]);
    const uidOf = finder(this.#options.picture.pods());
    const pods = new Map<string, Traffic>();
    const of = (named: NamedPod) => {
      const uid = uidOf(named);
      if (uid === undefined) return undefined;
      const known = pods.get(uid) ?? { slices: new Map(), unanswered: 0 };
      pods.set(uid, known);
      return known;
    };
    for (const { age, requests, failed, durations, ...named } of seconds) {
      const known = of(named);
      if (known) known.slices.set(age, [...(known.slices.get(age) ?? []), { requests, failed, durations }]);
    }
    for (const { unanswered: more, ...named } of unanswered) {
      const known = of(named);
      if (known) known.unanswered += more;
    }
    return { at: now, pods };
  }

  async #readTelling(): Promise<ReadonlySet<string>> {
    const { clock, picture } = this.#options;
    const uidOf = finder(picture.pods());
    const named = await tellingSince(this.#reader(), clock.now() - silentMs);
    return new Set(named.flatMap((pod) => uidOf(pod) ?? []));
  }

  /** What is shared ends with nobody's leaving. */
  #reader() {
    return readerOf(this.#options.clickhouse, AbortSignal.timeout(limitMs));
  }
}

const idle: Traffic = { slices: new Map(), unanswered: 0 };

const countsOf = (traffic: readonly Traffic[]): number[] =>
  Array.from({ length: knownSeconds }, (_, age) =>
    traffic.flatMap(({ slices }) => slices.get(age) ?? []).reduce((sum, { requests }) => sum + requests, 0),
  );

const within = (slices: Traffic["slices"], seconds: number): Slice[] =>
  [...slices].flatMap(([age, own]) => (age < seconds ? own : []));
