import { type Examination, type Signal, signals } from "@naru/otlp";
import { counter, gauge, histogram, type MetricFamily } from "#kernel/metrics.ts";
import type { RefusalReason } from "./door.ts";

interface Counts {
  received: number;
  stored: number;
  rejected: number;
}

/** Seconds over which `perSecond` is averaged. */
const seconds = 10;

/** Counts what passes: for the status page and for our own metrics. */
export class Tally {
  readonly counts: Readonly<Record<Signal, Counts>> = {
    traces: zero(),
    logs: zero(),
    metrics: zero(),
    profiles: zero(),
  };
  readonly refusals = new Map<RefusalReason, number>();
  #retries = 0;
  #quarantined = 0;
  readonly #recent = new Map<Signal, { second: number; items: number }[]>();
  readonly #visible = histogram(
    {
      name: "naru_ingest_visible_seconds",
      help: "Time from the receipt of a segment's first request to its rows being stored",
    },
    [0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 60, 300],
  );
  readonly #rejections = counter({
    name: "naru_ingest_rejected_items_total",
    help: "Items refused in a partial success",
  });

  received(signal: Signal, { items, rejected, reasons }: Examination): void {
    this.counts[signal].received += items - rejected;
    this.counts[signal].rejected += rejected;
    for (const [reason, count] of Object.entries(reasons)) this.#rejections.add(count, { signal, reason });
    this.#noteRecent(signal, items - rejected);
  }

  stored(signal: Signal, items: number, sinceMs: number): void {
    this.counts[signal].stored += items;
    this.#visible.observe((Date.now() - sinceMs) / 1000, { signal });
  }

  refused(reason: RefusalReason): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
  }

  retried(): void {
    this.#retries++;
  }

  quarantined(): void {
    this.#quarantined++;
  }

  perSecond(signal: Signal): number {
    const now = Math.floor(Date.now() / 1000);
    const recent = (this.#recent.get(signal) ?? []).filter(
      ({ second }) => second < now && second >= now - seconds,
    );
    return recent.reduce((sum, { items }) => sum + items, 0) / seconds;
  }

  metrics(queuedBytes: number): MetricFamily[] {
    const perSignal = (
      name: `naru_${string}`,
      help: string,
      read: (counts: Counts) => number,
    ): MetricFamily => ({
      name,
      help,
      type: "counter",
      samples: signals.map((signal) => ({ labels: { signal }, value: read(this.counts[signal]) })),
    });
    return [
      perSignal("naru_ingest_received_items_total", "Items acknowledged", (c) => c.received),
      perSignal("naru_ingest_stored_items_total", "Items inserted into the store", (c) => c.stored),
      this.#rejections.family(),
      {
        name: "naru_ingest_refused_requests_total",
        help: "Requests refused as a whole",
        type: "counter",
        samples: [...this.refusals].map(([reason, value]) => ({ labels: { reason }, value })),
      },
      {
        name: "naru_ingest_insert_retries_total",
        help: "Inserts tried again",
        type: "counter",
        samples: [{ value: this.#retries }],
      },
      {
        name: "naru_ingest_quarantined_requests_total",
        help: "Requests set aside because they can't be stored",
        type: "counter",
        samples: [{ value: this.#quarantined }],
      },
      gauge({ name: "naru_ingest_queue_bytes", help: "Bytes acknowledged and not yet stored" }, queuedBytes),
      this.#visible.family(),
    ];
  }

  #noteRecent(signal: Signal, items: number): void {
    const second = Math.floor(Date.now() / 1000);
    const recent = this.#recent.get(signal) ?? [];
    const last = recent.at(-1);
    if (last?.second === second) last.items += items;
    else recent.push({ second, items });
    if (recent.length > seconds + 2) recent.shift();
    this.#recent.set(signal, recent);
  }
}

const zero = (): Counts => ({ received: 0, stored: 0, rejected: 0 });
