import { Age, type Column, DataTable } from "@naru/ui";
import { useMemo } from "react";
import type { WorkloadRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useClusters } from "../cluster/useCluster.ts";
import { ReadyCount, Restarts, WorkloadState } from "../marks/Marks.tsx";
import { rankIn, workloadTones } from "../marks/state.ts";
import { useText } from "../messages.ts";
import { targetOf } from "../targets.ts";

interface WorkloadTableProps {
  readonly rows: readonly WorkloadRow[];
  readonly order: string;
  readonly onOrder: (order: string) => void;
}

export function WorkloadTable({ rows, order, onOrder }: WorkloadTableProps) {
  const t = useText();
  const columns = useColumns();
  return (
    <DataTable
      label={t("workloads")}
      rows={rows}
      columns={columns}
      keyOf={({ cluster, uid }) => `${cluster}/${uid}`}
      to={targetOf}
      order={order}
      onOrder={onOrder}
    />
  );
}

function useColumns(): readonly Column<WorkloadRow>[] {
  const t = useText();
  const hasMany = (useClusters().data?.clusters.length ?? 0) > 1;
  return useMemo(() => {
    const cluster: Column<WorkloadRow> = {
      id: "cluster",
      header: t("cluster"),
      width: "110px",
      above: 1000,
      value: (row) => row.cluster,
      cell: (row) => row.cluster,
    };
    return [...nameColumns(t), ...(hasMany ? [cluster] : []), ...figureColumns(t)];
  }, [t, hasMany]);
}

type Text = ReturnType<typeof useText>;

const nameColumns = (t: Text): readonly Column<WorkloadRow>[] => [
  {
    id: "name",
    header: t("name"),
    width: "minmax(110px, 1.2fr)",
    value: (row) => row.name,
    cell: (row) => row.name,
  },
  {
    id: "kind",
    header: t("kind"),
    width: "96px",
    above: 620,
    value: (row) => row.kind,
    cell: (row) => <span className={styles.dim}>{row.kind}</span>,
  },
  {
    id: "namespace",
    header: t("namespace"),
    width: "minmax(80px, 140px)",
    above: 720,
    value: (row) => row.namespace,
    cell: (row) => row.namespace,
  },
  {
    id: "state",
    header: t("status"),
    width: "minmax(140px, 2.4fr)",
    value: (row) => `${rankIn(workloadTones, row.state)} ${row.reason}`,
    cell: (row) => <WorkloadState workload={row} />,
  },
];

const figureColumns = (t: Text): readonly Column<WorkloadRow>[] => [
  {
    id: "ready",
    header: t("ready"),
    end: true,
    width: "56px",
    value: (row) => row.ready - row.desired,
    cell: (row) => <ReadyCount ready={row.ready} desired={row.desired} />,
  },
  {
    id: "restarts",
    header: t("restarts"),
    end: true,
    width: "86px",
    above: 560,
    value: (row) => row.restarts,
    cell: (row) => <Restarts restarts={row.restarts} at={row.lastRestartAt} />,
  },
  {
    id: "images",
    header: t("images"),
    width: "minmax(90px, 1fr)",
    above: 1000,
    value: (row) => row.images.join(" "),
    cell: (row) => (
      <code className={styles.dim} title={row.images.join("\n")}>
        {row.images.join(", ")}
      </code>
    ),
  },
  {
    id: "age",
    header: t("age"),
    end: true,
    width: "52px",
    above: 480,
    value: (row) => (row.createdAt === null ? null : -row.createdAt),
    cell: (row) => <Age at={row.createdAt} />,
  },
];
