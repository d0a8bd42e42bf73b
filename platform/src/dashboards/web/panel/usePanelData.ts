import { useCall, useTimeRange } from "@naru/ui";
import { useMemo } from "react";
import { promql } from "#telemetry/prometheus/api.ts";
import type { Panel } from "../model/dashboard.ts";
import { type Choices, interpolated } from "../model/interpolate.ts";

const NOTHING = [{ expr: "vector(0)" }];
/** Widths differ by a pixel while a window is pulled: the question need not. */
const widthStep = 150;

/** The answers to a panel's queries in the page's time range. */
export function usePanelData({ targets }: Pick<Panel, "targets">, choices: Choices, width: number) {
  const { range } = useTimeRange();
  const queries = useMemo(
    () =>
      targets.map(({ expr, legend, instant }) => ({
        expr: interpolated(expr, choices),
        legend: interpolated(legend, choices),
        instant,
      })),
    [targets, choices],
  );
  const asked = Math.min(4000, Math.max(1, Math.ceil(width / widthStep)) * widthStep);
  return useCall(
    promql,
    { ...range, queries: queries.length === 0 ? NOTHING : queries, width: asked },
    { live: true, enabled: queries.length > 0 && width > 0 },
  );
}
