import { formatPercent, Legend, useSize } from "@naru/ui";
import type { Spread } from "../../../api.ts";
import { useSizesText } from "./messages.ts";
import styles from "./Sizes.module.css";

interface SpreadChartProps {
  readonly title: string;
  readonly spread: Spread;
  /** What is requested. */
  readonly now: number | null;
  readonly advised: number | null;
  readonly format: (amount: number) => string;
}

const HEIGHT = 132;
const FOOT = 18;
const TOP = 6;
const NOW = "var(--warn-fill)";
const ADVISED = "var(--good)";

/** How use was spread, on an axis from nothing up to what is requested: what lies between is not used. */
export function SpreadChart({ title, spread, now, advised, format }: SpreadChartProps) {
  const t = useSizesText();
  const [measure, { width }] = useSize();
  const most = Math.max(spread.peak, now ?? 0, advised ?? 0) * 1.06;
  const x = (amount: number) => (amount / most) * width;
  const tallest = Math.max(...spread.bars.map(({ share }) => share), 1e-9);
  const room = HEIGHT - FOOT - TOP;
  const lines = [
    { name: t("requestNow"), color: NOW, amount: now },
    { name: t("requestAdvised"), color: ADVISED, amount: advised },
  ].flatMap(({ amount, ...line }) => (amount === null ? [] : [{ ...line, amount }]));
  const figures = [
    t("median", { amount: format(spread.median) }),
    t("peak", { amount: format(spread.peak) }),
  ];
  return (
    <figure className={styles.spread}>
      <figcaption>
        <b>{title}</b>
        <Legend items={lines.map(({ name, color, amount }) => ({ name, color, value: format(amount) }))} />
      </figcaption>
      <div ref={measure} role="img" aria-label={[title, ...figures].join("; ")} style={{ height: HEIGHT }}>
        <svg width={width} height={HEIGHT} aria-hidden>
          {spread.bars.map(({ from, to, share }) => {
            const tall = share === 0 ? 0 : Math.max(2, Math.sqrt(share / tallest) * room);
            return (
              <rect
                key={from}
                x={x(from)}
                width={Math.max(1.5, x(to) - x(from) - 1)}
                y={TOP + room - tall}
                height={tall}
                rx={1}
                fill="var(--accent)"
                opacity={0.75}
              >
                <title>{`${format(from)} – ${format(to)}: ${t("share", { share: formatPercent(share) })}`}</title>
              </rect>
            );
          })}
          <line x1={0} x2={width} y1={TOP + room + 0.5} y2={TOP + room + 0.5} stroke="var(--line-strong)" />
          {lines.map(({ name, color, amount }) => (
            <line
              key={name}
              x1={x(amount)}
              x2={x(amount)}
              y1={0}
              y2={TOP + room}
              stroke={color}
              strokeWidth={2}
            />
          ))}
          <text x={0} y={HEIGHT - 4}>
            {format(0)}
          </text>
          <text x={width} y={HEIGHT - 4} textAnchor="end">
            {format(most)}
          </text>
        </svg>
      </div>
      <p>{figures.join(" · ")}</p>
    </figure>
  );
}
