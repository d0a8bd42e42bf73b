import type { ReactNode } from "react";
import styles from "./Bar.module.css";

interface BarProps {
  /** How much of it is filled, 0 to 1. */
  readonly share: number;
  readonly tone?: "accent" | "good" | "warn" | "bad";
  /** A mark on it, 0 to 1. */
  readonly mark?: number | null;
  readonly title?: string;
  /** The figures beside it: the bar itself is not read out. */
  readonly children: ReactNode;
}

/** A share as a bar, with its figures. */
export function Bar({ share, tone = "accent", mark = null, title, children }: BarProps) {
  return (
    <span className={styles.row} title={title}>
      <span className={styles.bar} aria-hidden>
        <i className={`${styles.filled} ${styles[tone]}`} style={{ width: `${share * 100}%` }} />
        {mark !== null && <i className={styles.mark} style={{ left: `${mark * 100}%` }} />}
      </span>
      {children}
    </span>
  );
}
