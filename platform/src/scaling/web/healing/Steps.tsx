import { Answer, DataTable, Panel, Skeleton, useCall, useTimeRange } from "@naru/ui";
import { listHealingSteps } from "../../api.ts";
import styles from "./Healing.module.css";
import { useText } from "./messages.ts";
import { useStepColumns } from "./useStepColumns.tsx";

/** What was done in the page's time range. */
export function Steps() {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(listHealingSteps, range, { live: "always" });
  const columns = useStepColumns();
  return (
    <Panel title={t("history")}>
      <Answer of={answer} skeleton={<Skeleton height={96} />}>
        {({ steps }) =>
          steps.length === 0 ? (
            <p className={styles.note}>{t("noHistory")}</p>
          ) : (
            <DataTable
              label={t("history")}
              rows={steps}
              columns={columns}
              keyOf={({ at, pod, node, step }) => `${at}/${pod}/${node}/${step}`}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
