/** A sort order as the address holds it: a column's id, with a minus for the greatest first. */
export type SortOrder = string;

type Sortable = number | string | null;

/** Sorted copy; rows without a value come last whichever way. Rows that are equal keep their order. */
export function sortRows<R>(rows: readonly R[], valueOf: (row: R) => Sortable, descending: boolean): R[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((rowA, rowB) => {
    const [a, b] = [valueOf(rowA), valueOf(rowB)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return (
      sign * (typeof a === "string" || typeof b === "string" ? compareText(String(a), String(b)) : a - b)
    );
  });
}

function compareText(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true });
}

/** The order after a click on a column's head: numbers start with the greatest, names with A. */
export function nextOrder(order: SortOrder, column: string, text: boolean): SortOrder {
  const [up, down] = [column, `-${column}`];
  if (order !== up && order !== down) return text ? up : down;
  return order === up ? down : up;
}
