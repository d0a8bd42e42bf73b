import type { WriteSeries } from "@naru/remote-write";
import type { MetricName } from "./families.ts";
import type { Labels } from "./sample.ts";
import { pointOf, type Series, seriesOf } from "./series.ts";

/** What a container or a node used on average over a window. */
export interface Measured {
  readonly of: "container" | "node";
  readonly labels: Labels;
  /** Milliseconds since 1970 at which the window ended. */
  readonly at: number;
  readonly windowMs: number;
  /** Cores; null when unknown. */
  readonly cpu: number | null;
  /** Bytes; null when unknown. */
  readonly memory: number | null;
}

const names: Readonly<Record<Measured["of"], readonly [cpu: MetricName, memory: MetricName]>> = {
  container: ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes"],
  node: ["node_cpu_usage_seconds_total", "node_memory_working_set_bytes"],
};

interface Counted {
  readonly cpu: Series;
  readonly memory: Series;
  /** When counting began, and until when it has come. */
  readonly began: number;
  at: number;
  seconds: number;
}

/** A longer silence is no use: what was used meanwhile is not known. */
const longestGapMs = 300_000;

/** Counters of what is used, out of averages over windows: what metrics.k8s.io tells is added up. */
export class UsageSeries {
  readonly #common: Labels;
  readonly #counted = new Map<string, Counted>();

  constructor(common: Labels) {
    this.#common = common;
  }

  /** @param measured  all that is there: what is missing has ended
   *  @returns what is to be written */
  next(measured: readonly Measured[], now: number): WriteSeries[] {
    const seen = new Set<Counted>();
    const found: WriteSeries[] = [];
    for (const each of measured) {
      const [cpuName, memoryName] = names[each.of];
      const cpu = seriesOf({ name: cpuName, labels: each.labels }, this.#common);
      const before = this.#counted.get(cpu.key);
      const counted = before ?? this.#begin(cpu, memoryName, each);
      seen.add(counted);
      if (before && each.at <= before.at) continue;
      counted.seconds += ((each.cpu ?? 0) * (before ? gapOf(before, each) : each.windowMs)) / 1000;
      counted.at = each.at;
      if (each.cpu !== null) found.push(pointOf(cpu, each.at, counted.seconds, counted.began));
      if (each.memory !== null) found.push(pointOf(counted.memory, each.at, each.memory));
    }
    for (const [key, counted] of this.#counted) {
      if (seen.has(counted)) continue;
      this.#counted.delete(key);
      found.push(pointOf(counted.cpu, now, "stale"), pointOf(counted.memory, now, "stale"));
    }
    return found;
  }

  #begin(cpu: Series, memoryName: MetricName, { labels, at, windowMs }: Measured): Counted {
    const memory = seriesOf({ name: memoryName, labels }, this.#common);
    const counted = { cpu, memory, began: at - windowMs, at, seconds: 0 };
    this.#counted.set(cpu.key, counted);
    return counted;
  }
}

const gapOf = (before: Counted, { at, windowMs }: Measured): number =>
  at - before.at > longestGapMs ? windowMs : at - before.at;
