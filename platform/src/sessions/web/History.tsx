import {
  Answer,
  formatInteger,
  Panel,
  seriesColor,
  Skeleton,
  TimeChart,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { promql } from "#telemetry/prometheus/api.ts";
import { useText } from "./messages.ts";
import styles from "./Sessions.module.css";

const CHART_HEIGHT = 180;

/** Sessions over the page's time range.
 *  @param expression  PromQL */
export function History({ expression, legend }: { readonly expression: string; readonly legend: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(promql, { ...range, queries: [{ expr: expression, legend }] }, { live: "slow" });
  return (
    <Panel title={t("overTime")}>
      <Answer of={answer} skeleton={<Skeleton height={CHART_HEIGHT} />}>
        {({ times, stepSeconds, answers: [first] }) =>
          first === undefined || first.series.length === 0 ? (
            <p className={styles.note}>{t("noSeries")}</p>
          ) : (
            <div className={styles.chart}>
              <TimeChart
                label={t("overTime")}
                height={CHART_HEIGHT}
                times={times}
                stepSeconds={stepSeconds}
                kind="line"
                format={formatInteger}
                series={first.series.map(({ name, values }) => ({ name, color: seriesColor(name), values }))}
              />
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}
