import { Bar } from "./Bar.tsx";
import styles from "./Meter.module.css";

interface MeterProps {
  /** Read out: `CPU`. */
  readonly label: string;
  /** Null when it is not measured. */
  readonly used: number | null;
  /** A mark on the bar: what was asked for. */
  readonly asked?: number | null;
  /** The end of the bar; without it the bar ends at what was asked for. */
  readonly most: number | null;
  readonly format: (value: number) => string;
}

const HIGH = 0.9;

/** How much of something is used, against what was asked for and what there is at most. The figures stand beside it. */
export function Meter({ label, used, asked = null, most, format }: MeterProps) {
  const end = most ?? asked;
  const share = (value: number | null) =>
    value === null || end === null || end === 0 ? 0 : Math.min(1, value / end);
  const told = [used, asked, most].map((value) => (value === null ? "–" : format(value)));
  if (used === null && end === null) return <span className={styles.unknown}>–</span>;
  const isHigh = most !== null && share(used) >= HIGH;
  const title = `${label}: ${told.join(" / ")}`;
  const figure = (
    <span className={styles.figure} title={title}>
      {told[0]}
      {end !== null && <small> / {format(end)}</small>}
    </span>
  );
  if (end === null) return figure;
  const mark = asked !== null && most !== null ? share(asked) : null;
  return (
    <Bar share={share(used)} tone={isHigh ? "bad" : "accent"} mark={mark} title={title}>
      {figure}
    </Bar>
  );
}
