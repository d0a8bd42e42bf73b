import type { ClickHouse } from "@naru/clickhouse";
import type { Clock } from "#kernel/clock.ts";
import { type LabelSelector, matches } from "#kubernetes/index.ts";
import { readerOf } from "#telemetry/query/index.ts";
import { gaugeNames, type GaugeRow, gaugesSince } from "../store.ts";
import { Remembered } from "./remembered.ts";

const freshMs = 2_000;
const namesFreshMs = 30_000;
/** What was last told longer ago than this is no value. */
const silentMs = 180_000;
const limitMs = 8_000;
const mostRemembered = 200;

export interface GaugePlace {
  readonly cluster: string;
  readonly namespace: string;
}

/** Gauges of the store, as one namespace of a cluster may see them: its own. Length of queues, sessions, whatever is told of. */
export class Gauges {
  readonly #clickhouse: ClickHouse;
  readonly #clock: Clock;
  readonly #names: Remembered<string[]>;
  readonly #rows = new Map<string, Remembered<GaugeRow[]>>();

  constructor({ clickhouse, clock }: { readonly clickhouse: ClickHouse; readonly clock: Clock }) {
    this.#clickhouse = clickhouse;
    this.#clock = clock;
    this.#names = new Remembered(() => gaugeNames(this.#reader(), clock.now()), namesFreshMs, clock);
  }

  names(): Promise<string[]> {
    return this.#names.get();
  }

  async values(metric: string, place: GaugePlace, selector: LabelSelector): Promise<GaugeRow[]> {
    const rows = await this.#remembered(metric).get();
    return rows.filter((row) => isOf(row, place) && matches(selector, { ...row.origin, ...row.labels }));
  }

  #remembered(metric: string): Remembered<GaugeRow[]> {
    const since = () => this.#clock.now() - silentMs;
    const known =
      this.#rows.get(metric) ??
      new Remembered(() => gaugesSince(this.#reader(), metric, since()), freshMs, this.#clock);
    this.#rows.delete(metric);
    this.#rows.set(metric, known);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > mostRemembered && oldest !== undefined) this.#rows.delete(oldest);
    return known;
  }

  #reader() {
    return readerOf(this.#clickhouse, AbortSignal.timeout(limitMs));
  }
}

/** Who does not say of which cluster it is may be of any. */
const isOf = (row: GaugePlace, { cluster, namespace }: GaugePlace) =>
  row.namespace === namespace && (row.cluster === "" || row.cluster === cluster);
