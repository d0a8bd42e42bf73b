import type { Unmapped } from "../model/dashboard.ts";
import { useText } from "../messages.ts";
import styles from "./View.module.css";

/** What of the JSON is kept but not shown. */
export function UnmappedList({ unmapped }: { readonly unmapped: readonly Unmapped[] }) {
  const t = useText();
  return (
    <details className={styles.unmapped}>
      <summary>{t("unmapped", { count: unmapped.length })}</summary>
      <ul>
        {unmapped.map(({ what, at, detail }, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list is never changed in place
          <li key={i}>
            {at !== "" && <b>{at} · </b>}
            {t(`miss_${what}`)}
            {detail !== "" && <code> {detail}</code>}
          </li>
        ))}
      </ul>
    </details>
  );
}
