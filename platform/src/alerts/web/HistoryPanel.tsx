import {
  Answer,
  Badge,
  type Column,
  DataTable,
  Empty,
  formatInstant,
  Panel,
  TableSkeleton,
  useCall,
  useTimeRange,
  useZone,
  pathTo,
  formatInteger,
} from "@naru/ui";
import { alertHistory, notificationHistory, type NotificationRow, type StepRow } from "../api.ts";
import { formatValue } from "./figures.ts";
import { AlertState, LabelLine, Severity } from "./marks.tsx";
import { useText } from "./messages.ts";
import styles from "./Alerts.module.css";

/** What became of alerts in the time range, and what receivers were told. */
export function HistoryPanel({ search }: { readonly search: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const stepColumns = useStepColumns();
  const notificationColumns = useNotificationColumns();
  const steps = useCall(alertHistory, { ...range, search }, { live: true });
  const notifications = useCall(notificationHistory, range, { live: true });
  return (
    <>
      <Panel title={t("changes")} fill>
        <Answer of={steps} skeleton={<TableSkeleton />}>
          {({ steps: rows }) =>
            rows.length === 0 ? (
              <Empty title={t("noHistory")}>
                <p>{t("noHistoryHelp")}</p>
              </Empty>
            ) : (
              <DataTable
                label={t("changes")}
                rows={rows}
                columns={stepColumns}
                keyOf={({ fingerprint, time, state }) => `${fingerprint}/${time}/${state}`}
                to={({ fingerprint }) => ({ to: pathTo("/alerts", fingerprint) })}
              />
            )
          }
        </Answer>
      </Panel>
      <Answer of={notifications} skeleton={<TableSkeleton />}>
        {({ notifications: rows }) =>
          rows.length === 0 ? null : (
            <Panel title={t("notifications")} fill>
              <DataTable
                label={t("notifications")}
                rows={rows}
                columns={notificationColumns}
                keyOf={({ key }) => key}
              />
            </Panel>
          )
        }
      </Answer>
    </>
  );
}

export function useStepColumns(): readonly Column<StepRow>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    { id: "at", header: t("at"), width: "170px", cell: ({ time }) => formatInstant(time, zone) },
    { id: "state", header: t("state"), width: "90px", cell: ({ state }) => <AlertState state={state} /> },
    { id: "name", header: t("alert"), width: "minmax(120px, 1fr)", above: 480, cell: ({ name }) => name },
    {
      id: "severity",
      header: t("severity"),
      width: "96px",
      above: 760,
      cell: ({ severity }) => <Severity severity={severity} />,
    },
    {
      id: "labels",
      header: t("labels"),
      width: "minmax(140px, 2fr)",
      above: 620,
      cell: ({ labels }) => <LabelLine labels={labels} />,
    },
    {
      id: "value",
      header: t("value"),
      end: true,
      width: "90px",
      above: 860,
      cell: ({ value }) => formatValue(value),
    },
  ];
}

function useNotificationColumns(): readonly Column<NotificationRow>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    { id: "at", header: t("at"), width: "170px", cell: ({ time }) => formatInstant(time, zone) },
    {
      id: "outcome",
      header: t("outcome"),
      width: "minmax(90px, 2fr)",
      cell: ({ isSent, error }) => (
        <span className={styles.what} title={error}>
          <Badge tone={isSent ? "good" : "bad"}>{t(isSent ? "sent" : "failed")}</Badge>
          <span>{error}</span>
        </span>
      ),
    },
    {
      id: "integration",
      header: t("receiver"),
      width: "minmax(140px, 2fr)",
      above: 620,
      cell: ({ integration }) => integration,
    },
    {
      id: "attempts",
      header: t("attempts"),
      end: true,
      width: "84px",
      above: 760,
      cell: ({ attempts }) => formatInteger(attempts),
    },
  ];
}
