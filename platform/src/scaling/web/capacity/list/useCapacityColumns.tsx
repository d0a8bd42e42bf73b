import { Badge, type Column, formatBytes, Meter } from "@naru/ui";
import { formatCores } from "#kubernetes/web/index.ts";
import type { CapacityRow } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useText } from "../messages.ts";

const shareOf = (used: number | null, requested: number | null) =>
  used === null || requested === null || requested === 0 ? null : used / requested;
const idleCpu = ({ cpuUsed, cpuRequested }: CapacityRow) =>
  cpuUsed === null || cpuRequested === null ? null : Math.max(0, cpuRequested - cpuUsed);

export function useCapacityColumns(): readonly Column<CapacityRow>[] {
  const t = useText();
  return [
    {
      id: "workload",
      header: t("workload"),
      width: "minmax(120px, 2fr)",
      value: ({ name }) => name,
      cell: ({ name }) => <b>{name}</b>,
    },
    {
      id: "namespace",
      header: t("namespace"),
      width: "minmax(90px, 1fr)",
      above: 760,
      value: ({ namespace }) => namespace,
      cell: ({ namespace }) => namespace,
    },
    { id: "cluster", header: t("cluster"), width: "92px", above: 1180, cell: ({ cluster }) => cluster },
    {
      id: "replicas",
      header: t("replicas"),
      end: true,
      width: "84px",
      above: 480,
      value: ({ desired }) => desired,
      cell: ({ ready, desired }) => `${ready}/${desired}`,
    },
    {
      id: "autoscaler",
      header: t("autoscaler"),
      width: "132px",
      above: 620,
      value: ({ autoscaler }) => autoscaler?.max ?? 0,
      cell: ({ autoscaler }) => <AutoscalerCell of={autoscaler} />,
    },
    {
      id: "cpu",
      header: t("cpu"),
      width: "minmax(128px, 1.4fr)",
      value: ({ cpuUsed, cpuRequested }) => shareOf(cpuUsed, cpuRequested),
      cell: ({ cpuUsed, cpuRequested }) => (
        <Meter label="CPU" used={cpuUsed} asked={cpuRequested} most={null} format={formatCores} />
      ),
    },
    {
      id: "memory",
      header: t("memory"),
      width: "minmax(168px, 1.6fr)",
      above: 900,
      value: ({ memoryUsed, memoryRequested }) => shareOf(memoryUsed, memoryRequested),
      cell: ({ memoryUsed, memoryRequested }) => (
        <Meter label="RAM" used={memoryUsed} asked={memoryRequested} most={null} format={formatBytes} />
      ),
    },
    {
      id: "idle",
      header: t("idleCpu"),
      end: true,
      width: "112px",
      above: 560,
      value: idleCpu,
      cell: (row) => {
        const idle = idleCpu(row);
        return idle === null ? "–" : formatCores(idle);
      },
    },
  ];
}

function AutoscalerCell({ of }: { readonly of: CapacityRow["autoscaler"] }) {
  const t = useText();
  if (of === null) return <span className={styles.dim}>{t("noAutoscaler")}</span>;
  return of.isBlind ? <Badge tone="bad">{t("blind")}</Badge> : `${of.min}–${of.max}`;
}
