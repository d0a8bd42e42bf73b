import { formatDuration, formatPercent, formatRate, Panel, TimeChart } from "@naru/ui";
import { useMemo } from "react";
import type { ServiceRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Services.module.css";

interface RedChartsProps {
  readonly row: ServiceRow;
  readonly times: readonly number[];
  readonly stepSeconds: number;
  /** How many steps are over. */
  readonly steps: number;
}

/** Rate, errors and duration over time. */
export function RedCharts({ row, times, stepSeconds, steps }: RedChartsProps) {
  const t = useText();
  const charts = useMemo(() => {
    const requests = row.series.requests.slice(0, steps);
    const errors = row.series.errors.slice(0, steps);
    const share = errors.map((bad, i) => ((requests[i] ?? 0) === 0 ? null : bad / (requests[i] ?? 1)));
    return [
      {
        id: "rate",
        title: t("rate"),
        color: "var(--accent)",
        format: formatRate,
        values: requests.map((count) => count / stepSeconds),
      },
      { id: "errors", title: t("errors"), color: "var(--bad)", format: formatPercent, values: share },
      {
        id: "duration",
        title: `${t("duration")} p95`,
        color: "var(--series-4)",
        format: formatDuration,
        values: row.series.p95Nano.slice(0, steps),
      },
    ].map(({ id, title, color, format, values }) => ({
      id,
      title,
      format,
      series: [{ name: title, color, values }],
    }));
  }, [row, stepSeconds, steps, t]);
  const now = [
    formatRate(row.rate),
    formatPercent(row.errorRatio),
    row.p95Nano === null ? "–" : formatDuration(row.p95Nano),
  ];
  return (
    <div className={styles.charts}>
      {charts.map(({ id, title, format, series }, i) => (
        <Panel key={id} title={title} note={<b>{now[i]}</b>}>
          <TimeChart
            label={title}
            times={times}
            stepSeconds={stepSeconds}
            kind="area"
            format={format}
            series={series}
          />
        </Panel>
      ))}
    </div>
  );
}
