import { Badge, type Column, DataTable, ServiceName, useCall, useTimeRange } from "@naru/ui";
import { topCalls, type CallRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { totalOf, useFigureColumns } from "./figureColumns.tsx";
import styles from "./Top.module.css";
import { TopPanel } from "./TopPanel.tsx";
import type { TopTableProps } from "./TopPage.tsx";

const KINDS = {
  database: "kindDatabase",
  cache: "kindCache",
  messaging: "kindMessaging",
  rpc: "kindRpc",
  http: "kindHttp",
  other: "kindOther",
} as const;

export function CallTable({ service, order }: TopTableProps) {
  const { range } = useTimeRange();
  const answer = useCall(topCalls, { ...range, service, order }, { live: "slow" });
  return (
    <TopPanel of={answer} rowsOf={({ calls }) => calls}>
      {(rows) => <Rows rows={rows} />}
    </TopPanel>
  );
}

function Rows({ rows }: { readonly rows: readonly CallRow[] }) {
  const t = useText();
  const callColumns = useCallColumns(rows);
  return (
    <DataTable
      label={t("of_calls")}
      rows={rows}
      columns={callColumns}
      keyOf={(row) => [row.service, row.category, row.system, row.peer, row.target].join(" ")}
      to={({ filter }) => ({ to: "/traces", search: { filter } })}
    />
  );
}

function useCallColumns(rows: readonly CallRow[]): readonly Column<CallRow>[] {
  const t = useText();
  const figures = useFigureColumns(totalOf(rows));
  return [
    {
      id: "call",
      header: t("calls"),
      width: "minmax(200px, 2fr)",
      cell: ({ service, system, peer, target, callee }) => (
        <span className={styles.name}>
          <ServiceName name={service} />
          <span>→ {[system, callee || peer, target].filter(Boolean).join(" · ")}</span>
          {callee !== "" && <small className={styles.quiet}>{peer}</small>}
        </span>
      ),
    },
    {
      id: "category",
      header: t("kind"),
      width: "96px",
      above: 760,
      cell: ({ category }) => <Badge>{t(KINDS[category])}</Badge>,
    },
    ...figures,
  ];
}
