import {
  Badge,
  type Column,
  DataTable,
  formatInteger,
  formatPercent,
  PageLink,
  Panel,
  pathTo,
  ServiceName,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { repeatedStatements, topStatements, type RepeatedStatement, type StatementRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { totalOf, useFigureColumns } from "./figureColumns.tsx";
import styles from "./Top.module.css";
import { TopPanel } from "./TopPanel.tsx";
import type { TopTableProps } from "./TopPage.tsx";

export function StatementTable({ service, order }: TopTableProps) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(topStatements, { ...range, service, order }, { live: true });
  const repeated = useCall(repeatedStatements, { ...range, service });
  const found = repeated.data?.repeated ?? [];
  return (
    <>
      {found.length > 0 && (
        <Panel title={t("repeated")} note={t("repeatedHelp")}>
          <ul className={styles.repeated}>
            {found.slice(0, 5).map((row) => (
              <RepeatedRow key={`${row.statementId} ${row.service} ${row.transaction}`} {...row} />
            ))}
          </ul>
        </Panel>
      )}
      <TopPanel of={answer} rowsOf={({ statements }) => statements} help={t("noSqlHelp")}>
        {(rows) => <Rows rows={rows} />}
      </TopPanel>
    </>
  );
}

function RepeatedRow({
  service,
  transaction,
  statement,
  median,
  transactions,
  share,
  traceId,
  statementId,
}: RepeatedStatement) {
  const t = useText();
  return (
    <li>
      <Badge tone="warn">{t("times", { count: formatInteger(median) })}</Badge>
      <span className={styles.name}>
        <ServiceName name={service} />
        <PageLink to={pathTo("/traces", traceId)}>
          {t("repeatedIn", {
            transaction,
            count: formatInteger(transactions),
            share: formatPercent(share),
          })}
        </PageLink>
      </span>
      <PageLink className={styles.sql} to={pathTo("/sql", statementId)} title={statement}>
        {statement}
      </PageLink>
    </li>
  );
}

function Rows({ rows }: { readonly rows: readonly StatementRow[] }) {
  const t = useText();
  const statementColumns = useStatementColumns(rows);
  return (
    <DataTable
      label={t("of_sql")}
      rows={rows}
      columns={statementColumns}
      keyOf={({ service, system, namespace, statementId }) =>
        [service, system, namespace, statementId].join(" ")
      }
      to={({ statementId, service }) => ({ to: pathTo("/sql", statementId), search: { service } })}
    />
  );
}

function useStatementColumns(rows: readonly StatementRow[]): readonly Column<StatementRow>[] {
  const t = useText();
  const figures = useFigureColumns(totalOf(rows));
  return [
    {
      id: "statement",
      header: t("statement"),
      width: "minmax(220px, 3fr)",
      cell: ({ statement }) => (
        <span className={styles.sql} title={statement}>
          {statement}
        </span>
      ),
    },
    {
      id: "service",
      header: t("service"),
      width: "130px",
      above: 560,
      cell: ({ service }) => <ServiceName name={service} />,
    },
    {
      id: "rows",
      header: t("rowsReturned"),
      end: true,
      width: "84px",
      above: 1000,
      cell: ({ rows, requests }) => (rows === 0 ? "–" : formatInteger(rows / Math.max(1, requests))),
    },
    ...figures,
  ];
}
