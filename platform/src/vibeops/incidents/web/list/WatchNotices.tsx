import type { OutputOf } from "@naru/ui";
import type { listIncidents } from "../../api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";

type Watch = OutputOf<typeof listIncidents>["watch"];

/** What keeps the list from being the whole truth. */
export function WatchNotices({ watch: { problem, heldBack } }: { readonly watch: Watch }) {
  const t = useText();
  return (
    <>
      {problem !== null && (
        <p role="alert" className={styles.notice}>
          {t("lookFailed", { problem })}
        </p>
      )}
      {heldBack > 0 && (
        <p role="alert" className={styles.notice}>
          {t("heldBack", { count: heldBack })}
        </p>
      )}
    </>
  );
}
