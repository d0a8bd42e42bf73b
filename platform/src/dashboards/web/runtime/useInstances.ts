import { useCall, useTimeRange } from "@naru/ui";
import { useMemo } from "react";
import { promql } from "#telemetry/prometheus/api.ts";
import { pattern } from "../model/interpolate.ts";
import type { SeriesNames } from "../panel/seriesNames.ts";

/** A service in a namespace has both in `job`. */
export const jobPattern = (service: string) => `(.+/)?${pattern(service)}`;

const mostInstances = 500;

/** The instances of a service that have sent metrics, by the pods that they run in where that is known. */
export function useInstances(service: string): SeriesNames {
  const { range } = useTimeRange();
  const expr = `last_over_time(target_info{job=~"${jobPattern(service)}"}[$__range])`;
  const answer = useCall(promql, {
    ...range,
    queries: [{ expr, instant: true }],
    maxSeries: mostInstances,
  });
  const series = answer.data?.answers[0]?.series;
  return useMemo(
    () =>
      new Map(
        (series ?? []).map(({ labels: { instance = "", k8s_pod_name: pod = instance } }) => [instance, pod]),
      ),
    [series],
  );
}
