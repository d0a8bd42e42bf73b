import { ownerOf } from "../../scene/owner.ts";
import type { Scene } from "../../scene/scene.ts";
import type { Series } from "../../scene/series.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { alarmOf, nearMs } from "./alarm.ts";
import { growthChart } from "./growth-chart.ts";
import { type Growth, growthOf, type Quantity } from "./growth.ts";

/** Who used so much of the limit and then so much less was killed for it, and began anew. */
const wasFull = 0.8;
const fell = 0.6;

/** Memory that grows steadily towards its limit: said before it is reached, with when. */
export function memoryForecasts(scene: Scene): Hypothesis[] {
  const limits = new Map(
    scene.series
      .filter(
        ({ metric, attributes }) =>
          /resource_limits/.test(metric) && (attributes["resource"] ?? "memory") === "memory",
      )
      .map((series) => [series.pod, series.values.at(-1) ?? 0]),
  );
  return scene.series
    .filter(
      ({ matter, metric, pod }) =>
        matter === "memory" && /working_set|memory[._]usage$/.test(metric) && pod !== "",
    )
    .flatMap((series) => {
      const limit = limits.get(series.pod) ?? 0;
      const found = growthOf(sinceKilled({ ...series, limit }), scene.window.to, nearMs);
      return found ? [hypothesisOf(scene, series, limit, found)] : [];
    });
}

function sinceKilled({ times, values, limit }: Quantity): Quantity {
  const first = values.findLastIndex((value, i) => {
    const before = values[i - 1] ?? 0;
    return before >= limit * wasFull && value < before * fell;
  });
  return { times: times.slice(Math.max(0, first)), values: values.slice(Math.max(0, first)), limit };
}

function hypothesisOf(scene: Scene, series: Series, limit: number, growth: Growth): Hypothesis {
  const { to } = scene.window;
  return {
    rule: "forecasts",
    kind: "memory-leak",
    service: ownerOf(scene, series.pod),
    subject: series.pod,
    at: growth.since,
    score: alarmOf(growth, limit, to),
    inside: [insideOf("resource", "memory"), insideOf("pod", series.pod)],
    facts: [
      {
        code: "full-soon",
        values: {
          subject: series.pod,
          used: growth.used,
          limit,
          minutes: (growth.fullAt - to) / 60_000,
          rate: growth.rate,
        },
        chart: growthChart("By", series, growth),
      },
    ],
    against: [],
    victims: [],
    touches: [series.pod],
  };
}
