import { DataTable, type Column } from "@naru/ui";
import { useMemo, useState } from "react";
import type { Panel } from "../model/dashboard.ts";
import { useText } from "../messages.ts";
import { type Drawn, figuresOf } from "./drawn.ts";
import { valueFormat } from "./value-format.ts";

interface Row {
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | null;
}

const mostLabels = 12;

/** A row a series: its labels and its figure. */
export function SeriesTable({ panel, series }: { readonly panel: Panel; readonly series: readonly Drawn[] }) {
  const [order, setOrder] = useState("-value");
  const rows = useMemo(
    () =>
      figuresOf(series, panel).map(({ key, value }, i): Row => ({
        key,
        labels: series[i]?.labels ?? {},
        value,
      })),
    [series, panel],
  );
  return (
    <DataTable
      label={panel.title}
      rows={rows}
      columns={useLabelColumns(rows, panel)}
      keyOf={({ key }) => key}
      order={order}
      onOrder={setOrder}
    />
  );
}

function useLabelColumns(rows: readonly Row[], panel: Panel): readonly Column<Row>[] {
  const t = useText();
  return useMemo(() => {
    const names = new Set(rows.flatMap(({ labels }) => Object.keys(labels)));
    const { format } = valueFormat(panel.unit, panel.decimals);
    return [
      ...[...names].slice(0, mostLabels).map((name): Column<Row> => ({
        id: `label ${name}`,
        header: name,
        width: "minmax(80px, 1fr)",
        value: ({ labels }) => labels[name] ?? "",
        cell: ({ labels }) => <span title={labels[name]}>{labels[name] ?? "–"}</span>,
      })),
      {
        id: "value",
        header: t("value"),
        end: true,
        width: "minmax(80px, 120px)",
        value: ({ value }) => value,
        cell: ({ value }) => (value === null ? "–" : format(value)),
      },
    ];
  }, [rows, panel, t]);
}
