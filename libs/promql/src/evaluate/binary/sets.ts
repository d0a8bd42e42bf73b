import { type Binary, defaultMatching, type Matching } from "../../syntax/expression.ts";
import type { Context } from "../context.ts";
import { type Row, RowSet } from "../rows.ts";
import { signature } from "./matching.ts";

/** `and`, `or` and `unless`: samples go through as they are. */
export async function combineSets(
  node: Binary,
  left: readonly Row[],
  right: readonly Row[],
  context: Context,
): Promise<Row[]> {
  const { steps } = context.grid;
  const key = signature(node.matching ?? (defaultMatching satisfies Matching));
  const result = new RowSet(steps);
  const take = async (rows: readonly Row[], others: readonly Row[], wanted: boolean) => {
    const present = presence(others, (row) => key(row.labels).key, steps);
    for (const row of rows) {
      const partners = present.get(key(row.labels).key);
      const into = result.at(row.labels, row.dropName);
      for (let step = 0; step < steps; step++) {
        if ((partners?.[step] === 1) === wanted) into.copy(step, row);
      }
      if (context.pace.isTurnOver) await context.pace.rest();
    }
  };
  if (node.operator === "and") await take(left, right, true);
  else if (node.operator === "unless") await take(left, right, false);
  else {
    await take(left, [], false);
    await take(right, left, false);
  }
  return result.rows;
}

/** By signature: at which steps a row has something. */
function presence(rows: readonly Row[], keyOf: (row: Row) => string, steps: number): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const row of rows) {
    const key = keyOf(row);
    const present = found.get(key) ?? new Uint8Array(steps);
    found.set(key, present);
    row.kinds.forEach((kind, step) => {
      if (kind !== 0) present[step] = 1;
    });
  }
  return found;
}
