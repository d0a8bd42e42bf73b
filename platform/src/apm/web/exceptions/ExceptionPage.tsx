import {
  Age,
  Answer,
  CopyButton,
  type Column,
  DataTable,
  Empty,
  formatInstant,
  formatInteger,
  LinkButton,
  Page,
  Panel,
  pathTo,
  ServiceName,
  Skeleton,
  TableSkeleton,
  Tiles,
  TimeChart,
  useCall,
  usePathParam,
  useTimeRange,
  useZone,
} from "@naru/ui";
import { useMemo } from "react";
import { type Occurrence, getException } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../top/Top.module.css";

/** One cause of exceptions: when, in which versions, the newest stack, and where each happened. */
export default function ExceptionPage() {
  const t = useText();
  const fingerprint = usePathParam("fingerprint");
  const { range } = useTimeRange();
  const occurrenceColumns = useOccurrenceColumns();
  const answer = useCall(getException, { ...range, fingerprint }, { live: true });
  const group = answer.data?.exception;
  const series = useMemo(
    () => (group ? [{ name: t("count"), color: "var(--bad)", values: group.trend }] : []),
    [group, t],
  );
  return (
    <Page title={group?.type || t("exception")} parent={{ to: "/exceptions", title: t("exceptions") }} scroll>
      <Answer of={answer} skeleton={<Skeleton height={200} />}>
        {({ exception, occurrences, times, stepSeconds }) =>
          exception === null ? (
            <Empty
              title={t("noExceptions")}
              actions={<LinkButton to="/exceptions">{t("exceptions")}</LinkButton>}
            >
              <p>{t("nothingHelp")}</p>
            </Empty>
          ) : (
            <>
              <Panel title={exception.message} note={<ServiceName name={exception.service} />}>
                <TimeChart
                  label={t("overTime")}
                  times={times}
                  stepSeconds={stepSeconds}
                  kind="bars"
                  height={120}
                  format={formatInteger}
                  series={series}
                />
              </Panel>
              <Tiles
                tiles={[
                  { label: t("count"), value: formatInteger(exception.count) },
                  { label: t("firstSeen"), value: <Age at={exception.firstSeen} /> },
                  { label: t("lastSeen"), value: <Age at={exception.lastSeen} /> },
                  {
                    label: t("versions"),
                    value: exception.versions.map(({ version }) => version).join(", ") || "–",
                  },
                ]}
              />
              {occurrences[0] !== undefined && occurrences[0].stack !== "" && (
                <Panel
                  title={t("stack")}
                  actions={<CopyButton text={occurrences[0].stack} label={t("copyStack")} />}
                >
                  <pre className={styles.stack}>{occurrences[0].stack}</pre>
                </Panel>
              )}
            </>
          )
        }
      </Answer>
      <div className={styles.tall}>
        <Panel title={t("occurrences")} fill>
          <Answer of={answer} skeleton={<TableSkeleton />}>
            {({ occurrences }) => (
              <DataTable
                label={t("occurrences")}
                rows={occurrences}
                columns={occurrenceColumns}
                keyOf={({ traceId, spanId, timeUnixNano }) => `${traceId}/${spanId}/${timeUnixNano}`}
                to={({ traceId, spanId }) => ({ to: pathTo("/traces", traceId), search: { span: spanId } })}
              />
            )}
          </Answer>
        </Panel>
      </div>
    </Page>
  );
}

function useOccurrenceColumns(): readonly Column<Occurrence>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    {
      id: "at",
      header: t("began"),
      width: "180px",
      cell: ({ timeUnixNano }) => formatInstant(timeUnixNano, zone, "milli"),
    },
    {
      id: "operation",
      header: t("transaction"),
      width: "minmax(120px, 1fr)",
      cell: ({ operation }) => operation || "–",
    },
    {
      id: "message",
      header: t("message"),
      width: "minmax(160px, 2fr)",
      above: 720,
      cell: ({ message }) => message,
    },
    {
      id: "version",
      header: t("version"),
      width: "110px",
      above: 620,
      cell: ({ version }) => version || "–",
    },
    {
      id: "pod",
      header: t("pod"),
      width: "minmax(90px, 1fr)",
      above: 960,
      cell: ({ pod }) => pod || "–",
    },
  ];
}
