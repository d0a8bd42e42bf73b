import { formatDuration, formatPercent, formatRate, Sparkline, type Column } from "@naru/ui";
import type { ServiceRow } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Services.module.css";

type Red = Pick<ServiceRow, "rate" | "errorRatio" | "p50Nano" | "p95Nano" | "p99Nano" | "series">;

function orDash(nano: number | null): string {
  return nano === null ? "–" : formatDuration(nano);
}

/** Rate, errors and duration: the same columns for services and for their operations. */
export function useRedColumns(): readonly Column<Red>[] {
  const t = useText();
  return [
    {
      id: "rate",
      header: t("rate"),
      end: true,
      width: "minmax(68px, 180px)",
      value: (row) => row.rate,
      cell: (row) => (
        <>
          <span className={styles.spark}>
            <Sparkline values={row.series.requests} color="var(--accent)" />
          </span>
          <span className={styles.figure}>{formatRate(row.rate)}</span>
        </>
      ),
    },
    {
      id: "errors",
      header: t("errors"),
      end: true,
      width: "minmax(54px, 170px)",
      value: (row) => row.errorRatio,
      cell: (row) => (
        <>
          <span className={styles.spark}>
            <Sparkline
              values={row.series.errors}
              color={row.errorRatio > 0 ? "var(--bad)" : "var(--line-strong)"}
            />
          </span>
          <span className={`${styles.figure} ${row.errorRatio > 0 ? styles.bad : styles.quiet}`}>
            {formatPercent(row.errorRatio)}
          </span>
        </>
      ),
    },
    quantile("p50", 720),
    {
      id: "p95",
      header: "p95",
      end: true,
      width: "minmax(66px, 180px)",
      value: (row) => row.p95Nano,
      cell: (row) => (
        <>
          <span className={styles.spark}>
            <Sparkline values={row.series.p95Nano} color="var(--series-4)" />
          </span>
          <span className={styles.figure}>{orDash(row.p95Nano)}</span>
        </>
      ),
    },
    quantile("p99", 620),
  ];
}

function quantile(id: "p50" | "p99", above: number): Column<Red> {
  return {
    id,
    header: id,
    end: true,
    width: "84px",
    above,
    value: (row) => row[`${id}Nano`],
    cell: (row) => orDash(row[`${id}Nano`]),
  };
}
