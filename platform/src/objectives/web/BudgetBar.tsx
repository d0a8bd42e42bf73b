import { Bar } from "@naru/ui";
import { formatLeft } from "./figures.ts";
import styles from "./Objectives.module.css";

/** From here down a budget is low. */
const LOW = 0.25;

interface BudgetProps {
  /** 1 is all of it; below 0 more is spent than there was; null: not known. */
  readonly share: number | null;
}

/** What is left of an error budget, as a bar with its number. */
export function BudgetBar({ share }: BudgetProps) {
  const left = Math.max(0, Math.min(1, share ?? 0));
  return (
    <Bar share={left} tone={left < LOW ? "warn" : "good"}>
      <BudgetLeft share={share} />
    </Bar>
  );
}

/** The number alone. */
export function BudgetLeft({ share }: BudgetProps) {
  return <span className={share !== null && share <= 0 ? styles.over : undefined}>{formatLeft(share)}</span>;
}
