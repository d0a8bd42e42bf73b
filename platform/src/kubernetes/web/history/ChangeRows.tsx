import { Badge, type Column, DataTable, formatInstant, type Tone, useZone } from "@naru/ui";
import { useMemo } from "react";
import type { ChangeRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { useHistoryText } from "./messages.ts";

export const changeTones: Readonly<Partial<Record<ChangeRow["type"], Tone>>> = {
  restart: "bad",
  killed: "bad",
  deleted: "warn",
  revision: "accent",
  acted: "accent",
};

interface ChangeRowsProps {
  readonly changes: readonly ChangeRow[];
  readonly onOpen: (id: string) => void;
}

export function ChangeRows({ changes, onOpen }: ChangeRowsProps) {
  const t = useText();
  const columns = useColumns();
  return (
    <DataTable
      label={t("changes")}
      rows={changes}
      columns={columns}
      keyOf={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}

function useColumns(): readonly Column<ChangeRow>[] {
  const t = useText();
  const texts = useHistoryText();
  const [zone] = useZone();
  return useMemo(
    () => [
      {
        id: "time",
        header: t("time"),
        width: "minmax(62px, 152px)",
        cell: ({ time, isLate }) => (
          <time title={isLate ? texts("lateHelp") : formatInstant(time, zone)}>
            {isLate ? "≤ " : ""}
            {formatInstant(time, zone, "second", "clock")}
            <span className={`${styles.dim} ${styles.hide}`}>
              {" "}
              {formatInstant(time, zone, "day").slice(5)}
            </span>
          </time>
        ),
      },
      {
        id: "type",
        header: t("type"),
        width: "minmax(76px, 110px)",
        cell: ({ type }) => <Badge tone={changeTones[type] ?? "plain"}>{texts(`type_${type}`)}</Badge>,
      },
      {
        id: "object",
        header: t("object"),
        width: "minmax(110px, 1fr)",
        cell: ({ object }) => (
          <span title={`${object.kind} ${object.namespace}/${object.name}`}>
            <span className={styles.dim}>{object.kind} </span>
            {object.name}
          </span>
        ),
      },
      {
        id: "what",
        header: texts("what"),
        width: "minmax(120px, 2fr)",
        above: 560,
        cell: ({ summary }) => <span title={summary}>{summary}</span>,
      },
      {
        id: "who",
        header: texts("who"),
        width: "minmax(80px, 190px)",
        above: 760,
        cell: ({ actor }) => actor || <span className={styles.dim}>{texts("whoUnknown")}</span>,
      },
    ],
    [t, texts, zone],
  );
}
