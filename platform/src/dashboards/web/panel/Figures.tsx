import { Sparkline } from "@naru/ui";
import type { Panel } from "../model/dashboard.ts";
import { toneAt } from "../model/tone.ts";
import { type Drawn, figuresOf } from "./drawn.ts";
import styles from "./Panel.module.css";
import { valueFormat } from "./value-format.ts";

interface FiguresProps {
  readonly panel: Panel;
  readonly series: readonly Drawn[];
}

const most = 60;

/** One figure a series, with its way there. */
export function StatFigures({ panel, series }: FiguresProps) {
  const { format } = valueFormat(panel.unit, panel.decimals);
  return (
    <div className={styles.figures}>
      {figuresOf(series.slice(0, most), panel).map(({ key, name, value }, i) => (
        <div key={key} className={styles.figure}>
          {series.length > 1 && <span title={name}>{name}</span>}
          <b className={styles[toneAt(panel.thresholds, value)]}>{value === null ? "–" : format(value)}</b>
          <Sparkline values={series[i]?.values ?? []} color="var(--accent)" width={110} />
        </div>
      ))}
    </div>
  );
}

/** The share of the way from `min` to `max`, 0 to 1. */
function shareOf(value: number | null, min: number, max: number): number {
  return value === null || max <= min ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** Without limits of its own, a ratio ends at all of it and anything else at the greatest value. */
function limitsOf(panel: Panel, values: readonly (number | null)[]): { min: number; max: number } {
  const whole = panel.unit === "percent" ? 100 : panel.unit === "percentunit" ? 1 : 0;
  const greatest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return { min: panel.min ?? 0, max: panel.max ?? (whole || greatest) };
}

const radius = 42;
const arc = `M ${50 - radius} 50 A ${radius} ${radius} 0 0 1 ${50 + radius} 50`;
const arcLength = Math.PI * radius;

/** A half circle a series, filled as far as its value goes. */
export function Gauges({ panel, series }: FiguresProps) {
  const { format } = valueFormat(panel.unit, panel.decimals);
  const figures = figuresOf(series.slice(0, most), panel);
  const { min, max } = limitsOf(
    panel,
    figures.map(({ value }) => value),
  );
  return (
    <div className={styles.figures}>
      {figures.map(({ key, name, value }) => (
        <div key={key} className={`${styles.figure} ${styles[toneAt(panel.thresholds, value)]}`}>
          <svg width="110" height="60" viewBox="0 0 100 54" aria-hidden>
            <path d={arc} fill="none" stroke="var(--raised)" strokeWidth="8" />
            <path
              d={arc}
              fill="none"
              stroke="currentcolor"
              strokeWidth="8"
              strokeDasharray={`${shareOf(value, min, max) * arcLength} ${arcLength}`}
            />
          </svg>
          <b>{value === null ? "–" : format(value)}</b>
          {series.length > 1 && <span title={name}>{name}</span>}
        </div>
      ))}
    </div>
  );
}

/** A bar a series, the greatest first. */
export function BarGauges({ panel, series }: FiguresProps) {
  const { format } = valueFormat(panel.unit, panel.decimals);
  const figures = figuresOf(series, panel)
    .toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity))
    .slice(0, most);
  const { min, max } = limitsOf(
    panel,
    figures.map(({ value }) => value),
  );
  return (
    <ul className={styles.bars}>
      {figures.map(({ key, name, value }) => {
        const tone = toneAt(panel.thresholds, value);
        return (
          <li key={key} className={styles.bar}>
            <span title={name}>{name}</span>
            <b className={styles[tone]}>{value === null ? "–" : format(value)}</b>
            <div className={styles.track} aria-hidden>
              <i
                style={{
                  width: `${shareOf(value, min, max) * 100}%`,
                  background: tone === "none" ? "var(--accent)" : `var(--${tone})`,
                }}
              />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
