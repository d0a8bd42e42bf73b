import { formatDuration, formatPercent, formatRate, Sparkline, type Column } from "@naru/ui";
import { useText } from "../messages.ts";
import styles from "./Top.module.css";

export interface FigureRow {
  readonly rate: number;
  readonly errorRatio: number;
  readonly totalNano: number;
  readonly p50Nano: number | null;
  readonly p95Nano: number | null;
  readonly trend: readonly number[];
}

const orDash = (nano: number | null) => (nano === null ? "–" : formatDuration(nano));

/** How often, how well, how long: the same columns for routes, statements and calls.
 *  @param all  nanoseconds of all rows together, of which each has its share */
export function useFigureColumns(all: number): readonly Column<FigureRow>[] {
  const t = useText();
  return [
    {
      id: "total",
      header: t("share"),
      width: "minmax(90px, 150px)",
      above: 620,
      cell: ({ totalNano }) => {
        const share = all === 0 ? 0 : totalNano / all;
        return (
          <span className={styles.share} title={formatDuration(totalNano)}>
            <i style={{ width: `${share * 100}%` }} />
            <b>{formatPercent(share)}</b>
          </span>
        );
      },
    },
    {
      id: "requests",
      header: t("rate"),
      end: true,
      width: "minmax(76px, 170px)",
      cell: ({ rate, trend }) => (
        <>
          <span className={styles.spark}>
            <Sparkline values={trend} color="var(--accent)" />
          </span>
          <span>{formatRate(rate)}</span>
        </>
      ),
    },
    {
      id: "errors",
      header: t("errors"),
      end: true,
      width: "76px",
      cell: ({ errorRatio }) => (
        <span className={errorRatio > 0 ? styles.bad : styles.quiet}>{formatPercent(errorRatio)}</span>
      ),
    },
    {
      id: "p50",
      header: "p50",
      end: true,
      width: "84px",
      above: 900,
      cell: ({ p50Nano }) => orDash(p50Nano),
    },
    { id: "p95", header: "p95", end: true, width: "84px", cell: ({ p95Nano }) => orDash(p95Nano) },
  ];
}

export const totalOf = (rows: readonly FigureRow[]) =>
  rows.reduce((sum, { totalNano }) => sum + totalNano, 0);
