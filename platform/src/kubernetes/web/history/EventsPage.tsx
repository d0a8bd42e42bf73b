import {
  Answer,
  Empty,
  Page,
  Panel,
  SearchField,
  Segments,
  TableSkeleton,
  useCall,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { useMemo } from "react";
import { type EventRow, listEvents } from "../../api.ts";
import { Choice, NamespaceChoice } from "../cluster/Choice.tsx";
import { useChosenCluster } from "../cluster/useCluster.ts";
import { WithClusters } from "../cluster/WithClusters.tsx";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { EventTable } from "./EventTable.tsx";
import { useHistoryText } from "./messages.ts";

const STATE = { find: "", namespace: "", kind: "", order: "warnings" };
const REMEMBERED = { name: "events", keys: ["order"] } as const;
const LIMIT = 1000;
const KINDS = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicaSet", "Node"];

export default function EventsPage() {
  const t = useText();
  const texts = useHistoryText();
  const { range } = useTimeRange();
  const [cluster] = useChosenCluster();
  const [{ find, namespace, kind, order }, change] = useUrlState(STATE, REMEMBERED);
  const asked = { ...range, cluster, namespace, kind, search: find, limit: LIMIT };
  const answer = useCall(listEvents, asked, { live: "always" });
  const events = answer.data?.events;
  const sorted = useMemo(
    () => (order === "warnings" ? events?.toSorted(warningsFirst) : events),
    [events, order],
  );
  return (
    <Page
      title={t("events")}
      actions={
        <>
          <Segments
            label={t("status")}
            value={order}
            options={[
              { value: "warnings", label: texts("warningsFirst") },
              { value: "time", label: texts("byTime") },
            ]}
            onChange={(order) => change({ order }, true)}
          />
          <NamespaceChoice value={namespace} onChange={(namespace) => change({ namespace })} />
          <Choice label={t("kind")} value={kind} names={KINDS} onChange={(kind) => change({ kind })} />
          <SearchField label={t("findText")} value={find} slash onChange={(find) => change({ find }, true)} />
        </>
      }
    >
      <WithClusters>
        {answer.data?.isTruncated === true && (
          <p className={styles.notice}>{t("truncated", { count: LIMIT })}</p>
        )}
        <Panel fill>
          <Answer of={{ ...answer, data: sorted }} skeleton={<TableSkeleton />}>
            {(rows) =>
              rows.length === 0 ? (
                <Empty title={texts("noEvents")}>
                  <p>{texts("noEventsHelp")}</p>
                </Empty>
              ) : (
                <EventTable events={rows} />
              )
            }
          </Answer>
        </Panel>
      </WithClusters>
    </Page>
  );
}

const isWarning = ({ type }: EventRow) => type === "Warning";
/** Keeps the order by time among equals. */
const warningsFirst = (a: EventRow, b: EventRow) => Number(isWarning(b)) - Number(isWarning(a));
