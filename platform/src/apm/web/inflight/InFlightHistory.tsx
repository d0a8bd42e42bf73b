import {
  Answer,
  Empty,
  formatCount,
  formatDuration,
  formatInteger,
  Legend,
  type OutputOf,
  Skeleton,
  TimeChart,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { useMemo } from "react";
import { inFlightHistory } from "../../api.ts";
import { useAgeNames } from "./AgeBar.tsx";
import styles from "./InFlight.module.css";
import { useText } from "./messages.ts";
import { mostAtOnce } from "./meters.ts";

/** Of the age classes, youngest first; the same as the meter's. */
const COLORS = ["var(--series-0)", "var(--series-3)", "var(--warn-fill)", "var(--bad)"] as const;

/** How many transactions were under way in the page's time range, by how long already. */
export function InFlightHistory({ service }: { readonly service: string }) {
  const { range } = useTimeRange();
  const answer = useCall(inFlightHistory, { ...range, service }, { live: true });
  return (
    <Answer of={answer} skeleton={<Skeleton height={180} />}>
      {(history) => <Chart {...history} />}
    </Answer>
  );
}

function Chart({ times, stepSeconds, ages, sampling }: OutputOf<typeof inFlightHistory>) {
  const t = useText();
  const names = useAgeNames();
  const series = useMemo(
    () => ages.map((values, age) => ({ name: names[age] ?? "", color: COLORS[age] ?? "", values })),
    [ages, names],
  );
  const most = mostAtOnce(ages);
  if (most === 0) {
    return (
      <Empty title={t("nobody")}>
        <p>{t("nobodyHelp")}</p>
      </Empty>
    );
  }
  return (
    <div className={styles.scroll}>
      <p>{t("most", { count: formatCount(most), step: formatDuration(stepSeconds * 1e9) })}</p>
      <TimeChart
        label={t("inFlight")}
        height={220}
        times={times}
        stepSeconds={stepSeconds}
        kind="stack"
        format={formatCount}
        series={series}
      />
      <Legend items={series} />
      <p className={styles.note}>
        {t("historyHelp")} {sampling > 1 && t("sampled", { count: formatInteger(sampling) })}
      </p>
    </div>
  );
}
