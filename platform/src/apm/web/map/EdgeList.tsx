import { Badge, type Column, DataTable, formatDuration, formatPercent, formatRate } from "@naru/ui";
import { useText } from "./messages.ts";
import { nameOf, STATES } from "./labels.ts";
import styles from "./Map.module.css";
import type { Shown, ShownEdge } from "./view.ts";

interface EdgeListProps {
  readonly shown: Shown;
  readonly onSelect: (id: string) => void;
}

/** The map as a list: for narrow screens, and to sort by. */
export function EdgeList({ shown, onSelect }: EdgeListProps) {
  const t = useText();
  const columns = useEdgeColumns(shown);
  const rows = shown.edges.toSorted((a, b) => b.rate - a.rate);
  return (
    <DataTable
      label={t("edges")}
      rows={rows}
      columns={columns}
      keyOf={({ id }) => id}
      onOpen={({ id }) => onSelect(id)}
    />
  );
}

function useEdgeColumns({ nodes }: Shown): readonly Column<ShownEdge>[] {
  const t = useText();
  const names = new Map(nodes.map((node) => [node.id, nameOf(t, node)]));
  return [
    {
      id: "edge",
      header: t("edge_of"),
      width: "minmax(140px, 2fr)",
      cell: ({ from, to }) => (
        <span className={styles.ends}>
          {names.get(from)} → {names.get(to)}
        </span>
      ),
    },
    {
      id: "state",
      header: t("state"),
      width: "84px",
      above: 560,
      cell: ({ state }) =>
        state === "same" ? (
          t("stateSame")
        ) : (
          <Badge tone={state === "new" ? "accent" : "warn"}>{t(STATES[state])}</Badge>
        ),
    },
    { id: "rate", header: t("rate"), end: true, width: "76px", cell: ({ rate }) => formatRate(rate) },
    {
      id: "errors",
      header: t("errors"),
      end: true,
      width: "68px",
      cell: ({ errorRatio }) => (
        <span className={errorRatio > 0 ? styles.bad : ""}>{formatPercent(errorRatio)}</span>
      ),
    },
    {
      id: "p95",
      header: "p95",
      end: true,
      width: "76px",
      above: 420,
      cell: ({ p95Nano }) => (p95Nano === null ? "–" : formatDuration(p95Nano)),
    },
  ];
}
