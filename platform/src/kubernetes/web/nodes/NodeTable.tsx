import { Age, type Column, DataTable } from "@naru/ui";
import { useMemo } from "react";
import type { NodeRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { NodeState, Usage } from "../marks/Marks.tsx";
import { nodeTones, rankIn } from "../marks/state.ts";
import { useText } from "../messages.ts";
import { targetOf } from "../targets.ts";
import { useNodeText } from "./messages.ts";

interface NodeTableProps {
  readonly rows: readonly NodeRow[];
  readonly order: string;
  readonly onOrder: (order: string) => void;
}

export function NodeTable({ rows, order, onOrder }: NodeTableProps) {
  const t = useText();
  const columns = useColumns();
  return (
    <DataTable
      label={t("nodes")}
      rows={rows}
      columns={columns}
      keyOf={({ cluster, name }) => `${cluster}/${name}`}
      to={({ cluster, name }) => targetOf({ cluster, kind: "Node", namespace: "", name })}
      order={order}
      onOrder={onOrder}
    />
  );
}

function useColumns(): readonly Column<NodeRow>[] {
  const t = useText();
  const texts = useNodeText();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("name"),
        width: "minmax(110px, 1.4fr)",
        value: (row) => row.name,
        cell: (row) => (
          <span title={row.cluster}>
            {row.name} <span className={styles.dim}>{row.roles.join(", ")}</span>
          </span>
        ),
      },
      {
        id: "state",
        header: t("status"),
        width: "minmax(110px, 1.4fr)",
        value: (row) => rankIn(nodeTones, row.state) - row.pressures.length / 10,
        cell: (row) => <NodeState node={row} />,
      },
      {
        id: "pods",
        header: texts("podCount"),
        end: true,
        width: "76px",
        value: (row) => row.pods,
        cell: (row) => `${row.pods} / ${row.podCapacity ?? "–"}`,
      },
      ...(["cpu", "memory"] as const).map((of) => ({
        id: of,
        header: texts(`${of}Use`),
        width: "minmax(150px, 1.4fr)",
        above: 700,
        value: (row: NodeRow) => (row.usage ?? row.requested)[of],
        cell: (row: NodeRow) => (
          <Usage of={of} used={row.usage} asked={row.requested} most={row.allocatable} />
        ),
      })),
      {
        id: "version",
        header: texts("version"),
        width: "minmax(80px, 130px)",
        above: 980,
        value: (row) => row.version,
        cell: (row) => <code className={styles.dim}>{row.version}</code>,
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
    ],
    [t, texts],
  );
}
