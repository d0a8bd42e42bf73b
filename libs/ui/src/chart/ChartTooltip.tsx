import { useUiText } from "../text/messages.ts";
import styles from "./TimeChart.module.css";

interface TooltipRow {
  readonly name: string;
  readonly color: string;
  readonly value: string;
}

interface ChartTooltipProps {
  readonly x: number;
  /** Of the chart: the card turns to the other side of the pointer in its right half. */
  readonly width: number;
  readonly title: string;
  readonly rows: readonly TooltipRow[];
}

const MOST = 12;

export function ChartTooltip({ x, width, title, rows }: ChartTooltipProps) {
  const t = useUiText();
  const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 };
  return (
    <div className={styles.tooltip} style={{ top: 6, ...side }} aria-hidden>
      <time>{title}</time>
      <ul>
        {rows.slice(0, MOST).map(({ name, color, value }) => (
          <li key={name}>
            <i style={{ background: color }} />
            <span>{name}</span>
            <b>{value}</b>
          </li>
        ))}
        {rows.length > MOST && (
          <li className={styles.more}>{t("chartMore", { count: rows.length - MOST })}</li>
        )}
      </ul>
    </div>
  );
}
