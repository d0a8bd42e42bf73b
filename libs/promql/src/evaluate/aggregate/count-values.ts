import { printHistogram } from "../../histogram/print.ts";
import { formatValue } from "../../number.ts";
import type { Aggregation } from "../../syntax/expression.ts";
import { float, type Row, RowSet } from "../rows.ts";
import { grouper } from "./grouping.ts";

/** How many series have each value; the value becomes a label. */
export function countValues(rows: readonly Row[], label: string, node: Aggregation, steps: number): Row[] {
  const { grouping, without } = node;
  const labelsOf = grouper(without ? grouping : [...grouping, label], without);
  const counted = new RowSet(steps);
  for (const row of rows) {
    for (let step = 0; step < steps; step++) {
      const text = textAt(row, step);
      if (text === undefined) continue;
      const into = counted.at(labelsOf(row.labels.with(label, text)), row.dropName);
      into.setFloat(step, into.kinds[step] === float ? (into.values[step] as number) + 1 : 1);
    }
  }
  return counted.rows;
}

function textAt({ kinds, values, histograms }: Row, step: number): string | undefined {
  if (kinds[step] === float) return formatValue(values[step] as number);
  const found = histograms?.[step];
  return found && printHistogram(found);
}
