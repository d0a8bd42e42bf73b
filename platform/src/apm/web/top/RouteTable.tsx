import { condition, type Column, DataTable, ServiceName, useCall, useTimeRange } from "@naru/ui";
import { topRoutes, type RouteRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { totalOf, useFigureColumns } from "./figureColumns.tsx";
import styles from "./Top.module.css";
import { TopPanel } from "./TopPanel.tsx";
import type { TopTableProps } from "./TopPage.tsx";

export function RouteTable({ service, order }: TopTableProps) {
  const { range } = useTimeRange();
  const answer = useCall(topRoutes, { ...range, service, order }, { live: true });
  return (
    <TopPanel of={answer} rowsOf={({ routes }) => routes}>
      {(rows) => <Rows rows={rows} />}
    </TopPanel>
  );
}

function Rows({ rows }: { readonly rows: readonly RouteRow[] }) {
  const t = useText();
  const routeColumns = useRouteColumns(rows);
  return (
    <DataTable
      label={t("of_routes")}
      rows={rows}
      columns={routeColumns}
      keyOf={({ service, name, kind }) => `${service} ${name} ${kind}`}
      to={({ service, name }) => ({
        to: "/live",
        search: { service, filter: condition("name", "=", name) },
      })}
    />
  );
}

function useRouteColumns(rows: readonly RouteRow[]): readonly Column<RouteRow>[] {
  const t = useText();
  const figures = useFigureColumns(totalOf(rows));
  return [
    {
      id: "name",
      header: t("route"),
      width: "minmax(180px, 2fr)",
      cell: ({ service, name }) => (
        <span className={styles.name}>
          <ServiceName name={service} />
          <span>{name}</span>
        </span>
      ),
    },
    ...figures,
  ];
}
