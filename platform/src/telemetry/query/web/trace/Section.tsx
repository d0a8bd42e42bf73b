import type { ReactNode } from "react";
import { useText } from "./messages.ts";
import styles from "./Trace.module.css";

interface SectionProps {
  readonly title: string;
  readonly note?: string;
  /** How many entries the sender left out. */
  readonly dropped?: number;
  readonly children: ReactNode;
}

export function Section({ title, note, dropped = 0, children }: SectionProps) {
  const t = useText();
  return (
    <section className={styles.section}>
      <h3>
        {title}
        {note !== undefined && <small>{note}</small>}
        {dropped > 0 && <small>{t("dropped", { count: dropped })}</small>}
      </h3>
      {children}
    </section>
  );
}
