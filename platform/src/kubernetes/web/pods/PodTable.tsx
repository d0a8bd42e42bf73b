import { DataTable } from "@naru/ui";
import { useMemo } from "react";
import type { PodRow } from "../../api.ts";
import { useClusters } from "../cluster/useCluster.ts";
import { useText } from "../messages.ts";
import { targetOf } from "../targets.ts";
import { podColumns } from "./podColumns.tsx";

interface PodTableProps {
  readonly rows: readonly PodRow[];
  readonly order?: string;
  readonly onOrder?: (order: string) => void;
  /** Columns that would say the same in every row. */
  readonly besides?: readonly string[];
}

const NONE: readonly string[] = [];

export function PodTable({ rows, besides = NONE, order = "state", onOrder }: PodTableProps) {
  const t = useText();
  const isAlone = (useClusters().data?.clusters.length ?? 0) < 2;
  const columns = useMemo(
    () => podColumns(t, isAlone ? [...besides, "cluster"] : besides),
    [t, besides, isAlone],
  );
  return (
    <DataTable
      label={t("pods")}
      rows={rows}
      columns={columns}
      keyOf={({ cluster, uid }) => `${cluster}/${uid}`}
      to={({ cluster, namespace, name }) => targetOf({ cluster, kind: "Pod", namespace, name })}
      order={order}
      {...(onOrder === undefined ? {} : { onOrder })}
    />
  );
}
