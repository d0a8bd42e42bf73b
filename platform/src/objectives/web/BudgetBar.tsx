import { formatLeft } from "./figures.ts";
import styles from "./Objectives.module.css";

/** From here down a budget is low. */
const LOW = 0.25;

/** What is left of an error budget, as a bar with its number.
 *  @param share  1 is all of it; below 0 more is spent than there was; null: not known */
export function BudgetBar({ share }: { readonly share: number | null }) {
  const width = Math.max(0, Math.min(1, share ?? 0));
  return (
    <span className={styles.budget}>
      <span className={styles.bar} aria-hidden>
        <i
          className={width < LOW ? `${styles.left} ${styles.low}` : styles.left}
          style={{ width: `${width * 100}%` }}
        />
      </span>
      <BudgetLeft share={share} />
    </span>
  );
}

/** The number alone. */
export function BudgetLeft({ share }: { readonly share: number | null }) {
  const isOver = share !== null && share <= 0;
  return <span className={isOver ? styles.over : undefined}>{formatLeft(share)}</span>;
}
