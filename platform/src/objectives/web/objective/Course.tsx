import { type OutputOf, Panel, seriesColor, TimeChart } from "@naru/ui";
import { useMemo } from "react";
import type { getObjective } from "../../api.ts";
import { formatLeft } from "../figures.ts";
import { useText } from "../messages.ts";

type Shown = OutputOf<typeof getObjective>;

const CHART_HEIGHT = 220;

/** How the budget was spent over the time window. */
export function Course({ course, threatenedSince }: Pick<Shown, "course" | "threatenedSince">) {
  const t = useText();
  const name = t("left");
  const series = useMemo(
    () => [{ name, color: seriesColor("budget"), values: course.left }],
    [name, course.left],
  );
  const title = t("threatenedSince");
  const marks = useMemo(
    () => (threatenedSince === null ? [] : [{ at: threatenedSince, title }]),
    [threatenedSince, title],
  );
  return (
    <Panel title={t("burnDown")}>
      <TimeChart
        label={t("burnDown")}
        height={CHART_HEIGHT}
        times={course.times}
        stepSeconds={course.stepSeconds}
        kind="line"
        format={formatLeft}
        series={series}
        marks={marks}
      />
    </Panel>
  );
}
