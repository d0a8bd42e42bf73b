import { Age, Badge, type Column, DataTable, formatInteger } from "@naru/ui";
import { useMemo } from "react";
import type { EventRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { targetOf } from "../targets.ts";

export function EventTable({ events }: { readonly events: readonly EventRow[] }) {
  const t = useText();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <DataTable
      label={t("events")}
      rows={events}
      columns={columns}
      keyOf={keyOf}
      to={({ cluster, object }) => targetOf({ cluster, ...object })}
    />
  );
}

const keyOf = ({ cluster, object, reason, firstTime, message, source }: EventRow) =>
  [cluster, object.kind, object.namespace, object.name, reason, firstTime, source, message].join(" ");

const columnsOf = (t: ReturnType<typeof useText>): readonly Column<EventRow>[] => [
  {
    id: "reason",
    header: t("reason"),
    width: "minmax(96px, 170px)",
    cell: ({ type, reason }) => (
      <span title={type}>
        <Badge tone={type === "Warning" ? "warn" : "plain"}>
          {type === "Warning" && "⚠ "}
          {reason}
        </Badge>
      </span>
    ),
  },
  {
    id: "object",
    header: t("object"),
    width: "minmax(120px, 1.2fr)",
    cell: ({ object }) => (
      <span title={`${object.kind} ${object.namespace}/${object.name}`}>
        <span className={styles.dim}>{object.kind} </span>
        {object.name}
      </span>
    ),
  },
  {
    id: "namespace",
    header: t("namespace"),
    width: "minmax(80px, 120px)",
    above: 1000,
    cell: ({ object }) => <span className={styles.dim}>{object.namespace}</span>,
  },
  {
    id: "message",
    header: t("message"),
    width: "minmax(120px, 2.6fr)",
    above: 520,
    cell: ({ message }) => <span title={message}>{message}</span>,
  },
  {
    id: "count",
    header: t("count"),
    end: true,
    width: "52px",
    above: 620,
    cell: ({ count }) => (count > 1 ? `×${formatInteger(count)}` : <span className={styles.dim}>1</span>),
  },
  {
    id: "time",
    header: t("lastSeen"),
    end: true,
    width: "74px",
    cell: ({ time }) => <Age at={time} />,
  },
];
