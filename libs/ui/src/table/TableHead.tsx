import type { CSSProperties } from "react";
import type { Column } from "./DataTable.tsx";
import styles from "./DataTable.module.css";
import { nextOrder, type SortOrder } from "./sort.ts";

interface TableHeadProps<R> {
  readonly columns: readonly Column<R>[];
  readonly order: SortOrder;
  readonly onOrder: ((order: SortOrder) => void) | undefined;
  readonly grid: CSSProperties;
}

export function TableHead<R>({ columns, order, onOrder, grid }: TableHeadProps<R>) {
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" className={styles.head} style={grid}>
        {columns.map(({ id, header, value, end = false }) => {
          const direction = order === id ? "ascending" : order === `-${id}` ? "descending" : "none";
          const sortable = value !== undefined && onOrder !== undefined;
          return (
            <div
              key={id}
              role="columnheader"
              aria-sort={sortable ? direction : undefined}
              className={end ? styles.end : undefined}
            >
              {sortable ? (
                <button
                  type="button"
                  className={direction === "none" ? undefined : styles.sorted}
                  onClick={() => onOrder(nextOrder(order, id, !end))}
                >
                  {header}
                  {direction !== "none" && <span aria-hidden>{direction === "ascending" ? "↑" : "↓"}</span>}
                </button>
              ) : (
                header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
