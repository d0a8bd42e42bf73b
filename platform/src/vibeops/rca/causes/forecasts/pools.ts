import type { Scene } from "../../scene/scene.ts";
import type { Series } from "../../scene/series.ts";
import { ownerOf } from "../../scene/owner.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { alarmOf, nearMs } from "./alarm.ts";
import { growthChart } from "./growth-chart.ts";
import { growthOf } from "./growth.ts";

/* Names: https://opentelemetry.io/docs/specs/semconv/db/database-metrics/, now and before they were stable. */
const counts = /^db[._]client[._]connections?[._](?:count|usage)/;
const most = /^db[._]client[._]connections?[._]max/;

/** Connections that are taken and not given back: a pool whose used ones climb steadily to all that it may have. */
export function poolForecasts(scene: Scene): Hypothesis[] {
  const limits = new Map(
    scene.series
      .filter(({ metric }) => most.test(metric))
      .map((series) => [poolOf(series), series.values.at(-1) ?? 0]),
  );
  return scene.series
    .filter((series) => counts.test(series.metric) && stateOf(series) === "used")
    .flatMap((series) => {
      const limit = limits.get(poolOf(series)) ?? 0;
      const growth = growthOf({ ...series, limit }, scene.window.to, nearMs);
      if (!growth) return [];
      const { to } = scene.window;
      const { service, pod } = series;
      return [
        {
          rule: "forecasts",
          kind: "pool-exhausted",
          service: service || ownerOf(scene, pod),
          subject: nameOf(series),
          at: growth.since,
          score: alarmOf(growth, limit, to),
          inside: [insideOf("resource", "connection pool"), ...(pod === "" ? [] : [insideOf("pod", pod)])],
          facts: [
            {
              code: "pool-full-soon",
              values: {
                subject: nameOf(series),
                service: service || pod,
                used: growth.used,
                limit,
                minutes: (growth.fullAt - to) / 60_000,
                rate: growth.rate,
              },
              chart: growthChart("{connection}", series, growth),
            },
          ],
          against: [],
          victims: [],
          touches: [pod],
        } satisfies Hypothesis,
      ];
    });
}

const valueOf = ({ attributes }: Series, name: RegExp): string =>
  Object.entries(attributes).find(([key]) => name.test(key))?.[1] ?? "";
const stateOf = (series: Series) => valueOf(series, /(?:^|[._])state$/);
const nameOf = (series: Series) => valueOf(series, /pool[._]name$/);
const poolOf = (series: Series) => `${series.service}\n${series.pod}\n${nameOf(series)}`;
