import {
  Answer,
  DataTable,
  Empty,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  Page,
  Panel,
  pathTo,
  SearchField,
  ServiceName,
  TableSkeleton,
  Tiles,
  useCall,
  useTimeRange,
  useUrlState,
  type Column,
} from "@naru/ui";
import { Suspense, useMemo } from "react";
import { SendData } from "#telemetry/ingest/web/index.ts";
import { listServices, type ServiceRow } from "../../api.ts";
import { useText } from "../messages.ts";
import { completeSteps, withoutRunning } from "./complete.ts";
import { useRedColumns } from "./redColumns.tsx";
import { summarize } from "./summary.ts";

const STATE = { find: "", sort: "-rate" };
const REMEMBERED = { name: "services", keys: ["sort"] } as const;

export default function ServicesPage() {
  const t = useText();
  const { range } = useTimeRange();
  const [{ find, sort }, change] = useUrlState(STATE, REMEMBERED);
  const answer = useCall(listServices, range, { live: true });
  return (
    <Page
      title={t("services")}
      actions={
        <SearchField
          label={t("findService")}
          value={find}
          slash
          onChange={(find) => change({ find }, true)}
        />
      }
    >
      <SummaryTiles rows={answer.data?.services} />
      <Panel fill>
        <Answer of={answer} skeleton={<TableSkeleton />}>
          {({ services, ...grid }) => (
            <ServiceTable
              rows={services}
              steps={completeSteps(grid, answer.dataUpdatedAt)}
              find={find}
              sort={sort}
              onSort={(sort) => change({ sort }, true)}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  );
}

interface ServiceTableProps {
  readonly rows: readonly ServiceRow[];
  /** How many steps of the rows' series are over. */
  readonly steps: number;
  readonly find: string;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

function ServiceTable({ rows, steps, find, sort, onSort }: ServiceTableProps) {
  const t = useText();
  const columns = useServiceColumns();
  const found = useMemo(() => {
    const words = find.toLowerCase();
    const found = rows.filter(({ service, namespace }) =>
      `${namespace}/${service}`.toLowerCase().includes(words),
    );
    return withoutRunning(found, steps);
  }, [rows, steps, find]);
  if (rows.length === 0) {
    return (
      <Suspense>
        <SendData empty />
      </Suspense>
    );
  }
  if (found.length === 0) return <Empty title={t("noMatch")} />;
  return (
    <DataTable
      label={t("services")}
      rows={found}
      columns={columns}
      keyOf={(row) => `${row.namespace}/${row.service}`}
      to={(row) => ({ to: pathTo("/services", row.service) })}
      order={sort}
      onOrder={onSort}
    />
  );
}

function useServiceColumns(): readonly Column<ServiceRow>[] {
  const t = useText();
  const red = useRedColumns();
  return [
    {
      id: "service",
      header: t("service"),
      width: "minmax(90px, 1fr)",
      value: (row) => row.service,
      cell: (row) => <ServiceName name={row.service} />,
    },
    ...red,
  ];
}

function SummaryTiles({ rows }: { readonly rows: readonly ServiceRow[] | undefined }) {
  const t = useText();
  const sum = rows === undefined ? undefined : summarize(rows);
  const slowest = sum?.slowest;
  return (
    <Tiles
      tiles={[
        { label: t("services"), value: sum === undefined ? "–" : formatCount(sum.services) },
        { label: t("rate"), value: sum === undefined ? "–" : formatRate(sum.rate) },
        { label: t("errors"), value: sum === undefined ? "–" : formatPercent(sum.errorRatio) },
        { label: t("failing"), value: sum === undefined ? "–" : formatCount(sum.failing) },
        {
          label: t("slowest"),
          value: slowest === undefined ? "–" : formatDuration(slowest.p95Nano ?? 0),
          ...(slowest === undefined ? {} : { note: slowest.service }),
        },
      ]}
    />
  );
}
