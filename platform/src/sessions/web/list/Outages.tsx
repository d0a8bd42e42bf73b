import { Answer, DataTable, Panel, Skeleton, useCall, useTimeRange } from "@naru/ui";
import { listOutages } from "../../api.ts";
import { useText } from "../messages.ts";
import { useOutageColumns } from "./useOutageColumns.tsx";
import styles from "../Sessions.module.css";

/** When stores were away in the page's time range. */
export function Outages() {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(listOutages, range, { live: "slow" });
  const columns = useOutageColumns();
  return (
    <Panel title={t("outages")}>
      <Answer of={answer} skeleton={<Skeleton height={64} />}>
        {({ outages }) =>
          outages.length === 0 ? (
            <p className={styles.note}>{t("noOutages")}</p>
          ) : (
            <DataTable
              label={t("outages")}
              rows={outages}
              columns={columns}
              keyOf={({ store, from }) => `${store}/${from}`}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
