import {
  Answer,
  Badge,
  DataTable,
  Empty,
  formatBytes,
  formatInteger,
  formatPercent,
  type OutputOf,
  Page,
  Panel,
  SearchField,
  TableSkeleton,
  Tiles,
  useCall,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { formatCores } from "#kubernetes/web/index.ts";
import { type CapacityRow, listCapacity } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useText } from "../messages.ts";
import { capacityTarget } from "../targets.ts";
import { useCapacityColumns } from "./useCapacityColumns.tsx";

const STATE = { find: "", sort: "-idle", cluster: "" };
const REMEMBERED = { name: "capacity", keys: ["sort"] } as const;

/** What workloads request and use, the greatest waste first. */
export default function CapacityPage() {
  const t = useText();
  const { range } = useTimeRange();
  const [{ find, sort, cluster }, change] = useUrlState(STATE, REMEMBERED);
  const answer = useCall(listCapacity, range, { live: "slow" });
  const rows = answer.data?.workloads.filter((row) => cluster === "" || row.cluster === cluster);
  const found = rows?.filter(({ namespace, name }) => `${namespace}/${name}`.includes(find.toLowerCase()));
  return (
    <Page
      title={t("capacity")}
      actions={
        <SearchField label={t("find")} value={find} slash onChange={(find) => change({ find }, true)} />
      }
    >
      <Answer of={answer} skeleton={<TableSkeleton />}>
        {(answered) => (
          <>
            <Summary rows={rows ?? []} />
            <Notices answered={answered} />
            <Panel fill>
              <Rows
                rows={rows ?? []}
                found={found ?? []}
                sort={sort}
                onSort={(sort) => change({ sort }, true)}
              />
            </Panel>
          </>
        )}
      </Answer>
    </Page>
  );
}

interface RowsProps {
  readonly rows: readonly CapacityRow[];
  readonly found: readonly CapacityRow[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

function Rows({ rows, found, sort, onSort }: RowsProps) {
  const t = useText();
  const columns = useCapacityColumns();
  if (rows.length === 0) {
    return (
      <Empty title={t("noWorkloads")}>
        <p>{t("noWorkloadsHelp")}</p>
      </Empty>
    );
  }
  if (found.length === 0) return <Empty title={t("noMatch")} />;
  return (
    <DataTable
      label={t("workloads")}
      rows={found}
      columns={columns}
      keyOf={({ cluster, kind, namespace, name }) => `${cluster}/${kind}/${namespace}/${name}`}
      to={capacityTarget}
      order={sort}
      onOrder={onSort}
    />
  );
}

function Summary({ rows }: { readonly rows: readonly CapacityRow[] }) {
  const t = useText();
  const [cpu, memory] = [
    sumOf(rows.map(({ cpuRequested }) => cpuRequested)) ?? 0,
    sumOf(rows.map(({ memoryRequested }) => memoryRequested)) ?? 0,
  ];
  const [cpuUsed, memoryUsed] = [
    sumOf(rows.map((row) => row.cpuUsed)),
    sumOf(rows.map((row) => row.memoryUsed)),
  ];
  const scaled = rows.filter(({ autoscaler }) => autoscaler !== null);
  const blind = scaled.filter(({ autoscaler }) => autoscaler?.isBlind).length;
  const share = (used: number | null, requested: number) =>
    used === null || requested === 0
      ? {}
      : { note: t("ofRequested", { share: formatPercent(used / requested) }) };
  return (
    <Tiles
      tiles={[
        { label: t("cpuRequested"), value: formatCores(cpu) },
        { label: t("cpuUsed"), value: cpuUsed === null ? "–" : formatCores(cpuUsed), ...share(cpuUsed, cpu) },
        { label: t("memoryRequested"), value: formatBytes(memory) },
        {
          label: t("memoryUsed"),
          value: memoryUsed === null ? "–" : formatBytes(memoryUsed),
          ...share(memoryUsed, memory),
        },
        {
          label: t("autoscaled"),
          value: (
            <>
              {formatInteger(scaled.length)} / {formatInteger(rows.length)}
              {blind > 0 && <Badge tone="bad">{t("blindOnes", { count: blind })}</Badge>}
            </>
          ),
        },
      ]}
    />
  );
}

/** Null where none of them is known. */
function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function Notices({ answered: { workloads, isCut } }: { readonly answered: OutputOf<typeof listCapacity> }) {
  const t = useText();
  const isUnknown = workloads.length > 0 && workloads.every(({ cpuUsed }) => cpuUsed === null);
  if (!isUnknown && !isCut) return null;
  return (
    <p role="status" className={styles.note}>
      {t(isUnknown ? "noUse" : "lastDay")}
    </p>
  );
}
