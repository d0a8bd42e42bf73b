import {
  Answer,
  CopyButton,
  type Column,
  DataTable,
  Empty,
  formatDuration,
  formatInstant,
  formatInteger,
  formatPercent,
  formatRate,
  LinkButton,
  Page,
  Panel,
  pathTo,
  ServiceName,
  Skeleton,
  TableSkeleton,
  Tiles,
  useCall,
  usePathParam,
  useTimeRange,
  useUrlState,
  useZone,
} from "@naru/ui";
import { getStatement, type StatementCaller, type StatementRun } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Top.module.css";

/** One statement: how it does, who runs it, its slowest runs. */
export default function StatementPage() {
  const t = useText();
  const statementId = usePathParam("statementId");
  const [{ service }] = useUrlState({ service: "" });
  const { range } = useTimeRange();
  const callerColumns = useCallerColumns();
  const runColumns = useRunColumns();
  const answer = useCall(getStatement, { ...range, statementId, service }, { live: true });
  return (
    <Page title={t("statement")} parent={{ to: "/top?of=sql", title: t("of_sql") }} scroll>
      <Answer of={answer} skeleton={<Skeleton height={120} />}>
        {({ statement }) =>
          statement === null ? (
            <Empty
              title={t("noSuchStatement")}
              actions={
                <LinkButton to="/top" search={{ of: "sql" }}>
                  {t("of_sql")}
                </LinkButton>
              }
            >
              <p>{t("nothingHelp")}</p>
            </Empty>
          ) : (
            <>
              <Panel
                title={[statement.system, statement.namespace].filter(Boolean).join(" · ")}
                note={<ServiceName name={statement.service} />}
                actions={<CopyButton text={statement.statement} label={t("copyStatement")} />}
              >
                <pre className={styles.statement}>{statement.statement}</pre>
              </Panel>
              <Tiles
                tiles={[
                  {
                    label: t("requests"),
                    value: formatInteger(statement.requests),
                    note: formatRate(statement.rate),
                  },
                  { label: t("totalTime"), value: formatDuration(statement.totalNano) },
                  { label: "p50", value: orDash(statement.p50Nano) },
                  { label: "p95", value: orDash(statement.p95Nano) },
                  { label: t("errors"), value: formatPercent(statement.errorRatio) },
                  {
                    label: t("rowsReturned"),
                    value:
                      statement.rows === 0
                        ? "–"
                        : formatInteger(statement.rows / Math.max(1, statement.requests)),
                  },
                ]}
              />
            </>
          )
        }
      </Answer>
      <div className={styles.split}>
        <div className={styles.tall}>
          <Panel title={t("callers")} fill>
            <Answer of={answer} skeleton={<TableSkeleton />}>
              {({ callers }) => (
                <DataTable
                  label={t("callers")}
                  rows={callers}
                  columns={callerColumns}
                  keyOf={({ service, transaction }) => `${service} ${transaction}`}
                />
              )}
            </Answer>
          </Panel>
        </div>
        <div className={styles.tall}>
          <Panel title={t("slowestRuns")} fill>
            <Answer of={answer} skeleton={<TableSkeleton />}>
              {({ slowest }) => (
                <DataTable
                  label={t("slowestRuns")}
                  rows={slowest}
                  columns={runColumns}
                  keyOf={({ traceId, spanId }) => `${traceId}/${spanId}`}
                  to={({ traceId, spanId }) => ({ to: pathTo("/traces", traceId), search: { span: spanId } })}
                />
              )}
            </Answer>
          </Panel>
        </div>
      </div>
    </Page>
  );
}

const orDash = (nano: number | null) => (nano === null ? "–" : formatDuration(nano));

function useCallerColumns(): readonly Column<StatementCaller>[] {
  const t = useText();
  return [
    {
      id: "caller",
      header: t("transaction"),
      width: "minmax(150px, 1fr)",
      cell: ({ service, transaction }) => (
        <span className={styles.name}>
          <ServiceName name={service} />
          <span>{transaction}</span>
        </span>
      ),
    },
    {
      id: "calls",
      header: t("requests"),
      end: true,
      width: "96px",
      cell: ({ calls }) => formatInteger(calls),
    },
    {
      id: "total",
      header: t("totalTime"),
      end: true,
      width: "110px",
      cell: ({ totalNano }) => formatDuration(totalNano),
    },
  ];
}

function useRunColumns(): readonly Column<StatementRun>[] {
  const t = useText();
  const [zone] = useZone();
  return [
    {
      id: "at",
      header: t("began"),
      width: "176px",
      cell: ({ startTimeUnixNano }) => formatInstant(startTimeUnixNano, zone, "milli"),
    },
    {
      id: "took",
      header: t("duration"),
      end: true,
      width: "90px",
      cell: ({ durationNano, error }) => (
        <span className={error ? styles.bad : ""}>{formatDuration(durationNano)}</span>
      ),
    },
    {
      id: "sent",
      header: t("sent"),
      width: "minmax(120px, 1fr)",
      cell: ({ masked, code }) => (
        <span className={styles.sql} title={`${code}\n${masked}`.trim()}>
          {code || masked}
        </span>
      ),
    },
  ];
}
