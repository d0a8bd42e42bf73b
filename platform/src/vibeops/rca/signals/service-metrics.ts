import type { Relation, Scene } from "../scene/scene.ts";
import type { Series } from "../scene/series.ts";

/** One step of a service's indicators, as metrics tell them. */
export interface Step {
  readonly at: number;
  /** Requests by the second. */
  readonly rate: number;
  /** Mean seconds. */
  readonly latency: number | undefined;
  /** 0 to 1. */
  readonly errorRatio: number;
}

/** A service as metrics show it where there are no spans: span metrics of a collector, a mesh or a cloud. */
export interface MeasuredService {
  readonly service: string;
  readonly steps: readonly Step[];
}

export function measuredServices({ series }: Pick<Scene, "series">): Map<string, MeasuredService> {
  const byService = Map.groupBy(
    series.filter(({ matter }) => matter === "requests" || matter === "errors" || matter === "latency"),
    ({ service }) => service,
  );
  return new Map([...byService].map(([service, of]) => [service, { service, steps: stepsOf(of) }]));
}

function stepsOf(series: readonly Series[]): Step[] {
  const steps = new Map<number, { ok: number; failed: number; latency: number[] }>();
  for (const { matter, times, values } of series)
    for (const [index, at] of times.entries()) {
      const step = steps.get(at) ?? { ok: 0, failed: 0, latency: [] };
      steps.set(at, step);
      const value = values[index] ?? 0;
      if (matter === "requests") step.ok += value;
      else if (matter === "errors") step.failed += value;
      else step.latency.push(value);
    }
  return [...steps]
    .toSorted(([a], [b]) => a - b)
    .map(([at, { ok, failed, latency }]) => ({
      at,
      rate: ok + failed,
      errorRatio: ok + failed > 0 ? failed / (ok + failed) : 0,
      latency:
        latency.length > 0 ? latency.reduce((sum, value) => sum + value, 0) / latency.length : undefined,
    }));
}

/** Whom each service calls. */
export function calleesOf(relations: readonly Relation[]): ReadonlyMap<string, readonly Relation[]> {
  return Map.groupBy(
    relations.filter(({ caller, callee }) => caller !== callee),
    ({ caller }) => caller,
  );
}
