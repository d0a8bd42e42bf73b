import { Badge, condition, DataTable, Empty, PageLink, type Column } from "@naru/ui";
import { useMemo } from "react";
import type { OperationRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { withoutRunning } from "./complete.ts";
import { useRedColumns } from "./redColumns.tsx";
import styles from "./Services.module.css";

interface OperationTableProps {
  readonly service: string;
  readonly rows: readonly OperationRow[];
  /** How many steps of the rows' series are over. */
  readonly steps: number;
  readonly find: string;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

export function OperationTable({ service, rows, steps, find, sort, onSort }: OperationTableProps) {
  const t = useText();
  const columns = useOperationColumns(service);
  const found = useMemo(
    () =>
      withoutRunning(
        rows.filter(({ name }) => name.toLowerCase().includes(find.toLowerCase())),
        steps,
      ),
    [rows, steps, find],
  );
  if (found.length === 0) return <Empty title={t("noMatch")} />;
  return (
    <DataTable
      label={t("operation")}
      rows={found}
      columns={columns}
      keyOf={(row) => `${row.kind} ${row.name}`}
      to={(row) => ({ to: "/traces", search: { filter: filterFor(service, row.name) } })}
      order={sort}
      onOrder={onSort}
    />
  );
}

/** The traces in which one operation of a service took part. */
function filterFor(service: string, operation: string): string {
  return `${condition("service", "=", service)} ${condition("name", "=", operation)}`;
}

function useOperationColumns(service: string): readonly Column<OperationRow>[] {
  const t = useText();
  const red = useRedColumns();
  return [
    {
      id: "name",
      header: t("operation"),
      width: "minmax(100px, 1fr)",
      value: (row) => row.name,
      cell: (row) => row.name,
    },
    {
      id: "kind",
      header: "",
      width: "90px",
      above: 900,
      cell: (row) => <Badge>{t(`kind_${row.kind}`)}</Badge>,
    },
    ...red,
    {
      id: "go",
      header: "",
      end: true,
      width: "70px",
      above: 720,
      cell: (row) =>
        row.errorRatio > 0 && (
          <span className={styles.row}>
            <PageLink to="/traces" search={{ filter: `${filterFor(service, row.name)} status=error` }}>
              {t("errors")}
            </PageLink>
          </span>
        ),
    },
  ];
}
