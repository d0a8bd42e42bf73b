import { type Column, DataTable, formatPercent } from "@naru/ui";
import { useState } from "react";
import type { ChangedFunction, FunctionRow } from "../../api.ts";
import { placeOf, signed } from "./frames.ts";
import { useText } from "./messages.ts";
import styles from "./Profiles.module.css";

interface FunctionTableProps {
  readonly rows: readonly (FunctionRow | ChangedFunction)[];
  readonly total: number;
  readonly format: (value: number) => string;
  readonly onOpen: (row: FunctionRow) => void;
}

const keyOf = ({ function: name, file, line, module, type }: FunctionRow) =>
  [name, file, line, module, type].join("\n");

/** Functions by what they take; by how their share changed where two profiles are compared. */
export function FunctionTable({ rows, total, format, onOpen }: FunctionTableProps) {
  const t = useText();
  const [order, setOrder] = useState("");
  const columns = useFunctionColumns(total, format, rows.some(isChanged));
  return (
    <DataTable
      label={t("functions")}
      rows={rows}
      columns={columns}
      keyOf={keyOf}
      onOpen={onOpen}
      order={order}
      onOrder={setOrder}
    />
  );
}

const isChanged = (row: FunctionRow | ChangedFunction): row is ChangedFunction => "selfShareChange" in row;

function useFunctionColumns(
  total: number,
  format: (value: number) => string,
  isCompared: boolean,
): readonly Column<FunctionRow | ChangedFunction>[] {
  const t = useText();
  const share = (value: number) => formatPercent(total === 0 ? 0 : value / total);
  const change: Column<FunctionRow | ChangedFunction> = {
    id: "change",
    header: t("change"),
    end: true,
    width: "82px",
    value: (row) => (isChanged(row) ? row.selfShareChange : 0),
    cell: (row) => (isChanged(row) ? <Change of={row.selfShareChange} /> : null),
  };
  return [
    {
      id: "function",
      header: t("by_function"),
      width: "minmax(110px, 1fr)",
      value: ({ function: name }) => name,
      cell: (row) => (
        <span className={styles.name} title={`${row.function}\n${row.file}`}>
          <span>{row.function}</span>
          <small>{placeOf(row)}</small>
        </span>
      ),
    },
    ...(isCompared ? [change] : []),
    {
      id: "self",
      header: t("self"),
      end: true,
      width: "78px",
      value: ({ self }) => self,
      cell: ({ self }) => <span title={format(self)}>{share(self)}</span>,
    },
    {
      id: "total",
      header: t("total"),
      end: true,
      above: isCompared ? 460 : 0,
      width: "78px",
      value: ({ total: whole }) => whole,
      cell: ({ total: whole }) => <span title={format(whole)}>{share(whole)}</span>,
    },
  ];
}

function Change({ of }: { readonly of: number }) {
  const side = Math.abs(of) < 5e-5 ? undefined : of > 0 ? styles.more : styles.less;
  return <span className={side}>{signed(of)}</span>;
}
