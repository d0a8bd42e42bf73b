import { icons } from "@naru/ui";
import type { ReactNode } from "react";
import styles from "./Kubernetes.module.css";
import { useReasonWords } from "./marks/reasons.ts";

interface TroubleProps {
  readonly reason: string;
  readonly message: string;
  /** Where to go on. */
  readonly children?: ReactNode;
}

/** Over a page: what is wrong, in Kubernetes' word and in plain ones, and where to look. */
export function Trouble({ reason, message, children }: TroubleProps) {
  const words = useReasonWords()(reason);
  return (
    <div role="status" className={`${styles.notice} ${styles.bad}`}>
      <icons.IconAlertTriangle size={15} aria-hidden />
      <div>
        <b>{reason}</b> {words} {children}
        {message !== "" && <span className={styles.exact}>{message}</span>}
      </div>
    </div>
  );
}
