import { Answer, Empty, type InputOf, TableSkeleton, useCall, useTimeRange, useUrlState } from "@naru/ui";
import { listChanges } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { ChangeDialog } from "./ChangeDialog.tsx";
import { ChangeRows } from "./ChangeRows.tsx";
import { useHistoryText } from "./messages.ts";

const LIMIT = 1000;
/** Which change stands open. */
const STATE = { change: "" };

/** What changed in the page's time range, newest first; each opens to what was before and after. */
export function ChangeTable({ about }: { readonly about: InputOf<typeof listChanges> }) {
  const t = useText();
  const texts = useHistoryText();
  const { range } = useTimeRange();
  const [{ change: open }, go] = useUrlState(STATE);
  const answer = useCall(listChanges, { ...range, ...about, limit: LIMIT }, { live: "always" });
  return (
    <Answer of={answer} skeleton={<TableSkeleton />}>
      {({ changes, isTruncated }) => {
        const opened = changes.find(({ id }) => id === open);
        if (changes.length === 0) {
          return (
            <Empty title={texts("noChanges")}>
              <p>{texts("noChangesHelp")}</p>
            </Empty>
          );
        }
        return (
          <>
            {isTruncated && <p className={styles.notice}>{t("truncated", { count: LIMIT })}</p>}
            <ChangeRows changes={changes} onOpen={(change) => go({ change })} />
            {opened !== undefined && <ChangeDialog change={opened} onClose={() => go({ change: "" })} />}
          </>
        );
      }}
    </Answer>
  );
}
