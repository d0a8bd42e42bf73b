import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useShortcuts } from "../keys/shortcuts.ts";
import { useSize } from "../layout/useSize.ts";
import { useVirtualRows } from "../layout/useVirtualRows.ts";
import { PageLink, useGo, type Target } from "../url/PageLink.tsx";
import styles from "./DataTable.module.css";
import { TableHead } from "./TableHead.tsx";
import { sortRows, type SortOrder } from "./sort.ts";

export interface Column<R> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: R) => ReactNode;
  /** A track of the grid: `96px`, `minmax(160px, 2fr)`. */
  readonly width: string;
  /** What to sort by; without it the column cannot be sorted. */
  readonly value?: (row: R) => number | string | null;
  /** Figures stand at the end of their column, and sort from the greatest. */
  readonly end?: boolean;
  /** Left out when the table is narrower than this many pixels. */
  readonly above?: number;
}

interface DataTableProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  readonly keyOf: (row: R) => string;
  /** Where a row leads; its first cell becomes the link. */
  readonly to?: (row: R) => Target;
  /** What a row opens to where that is no page of its own; its first cell becomes the button. */
  readonly onOpen?: (row: R) => void;
  readonly order?: SortOrder;
  readonly onOrder?: (order: SortOrder) => void;
  /** The last row came into sight: load more. */
  readonly onEnd?: (() => void) | undefined;
}

const ROW_HEIGHT = 34;

export function DataTable<R>(props: DataTableProps<R>) {
  const { label, rows, columns, keyOf, to, onOpen, order = "", onOrder, onEnd } = props;
  const go = useGo();
  const scroller = useRef<HTMLDivElement>(null);
  const [measure, { width }] = useSize();
  const [at, setAt] = useState(-1);

  const shown = useMemo(
    () => columns.filter(({ above = 0 }) => width === 0 || width >= above),
    [columns, width],
  );
  const sorted = useMemo(() => {
    const column = columns.find(({ id }) => id === order.replace(/^-/, ""));
    return column?.value === undefined ? rows : sortRows(rows, column.value, order.startsWith("-"));
  }, [rows, columns, order]);

  const { items, height, scrollTo } = useVirtualRows(scroller, sorted.length, ROW_HEIGHT, { top: 32 });
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last === sorted.length - 1) onEnd?.();
  }, [last, sorted.length, onEnd]);

  const move = (step: number) => {
    const next = Math.min(Math.max(at + step, 0), sorted.length - 1);
    setAt(next);
    if (next >= 0) scrollTo(next);
  };
  const canOpen = to !== undefined || onOpen !== undefined;
  const openRow = (row: R) => {
    if (to !== undefined) go(to(row));
    else onOpen?.(row);
  };
  const open = () => {
    const row = sorted[at];
    if (row !== undefined) openRow(row);
  };
  useShortcuts(!canOpen ? {} : { j: () => move(1), k: () => move(-1), ...(at >= 0 ? { Enter: open } : {}) });

  const grid = { gridTemplateColumns: shown.map((column) => column.width).join(" ") };
  return (
    <div
      ref={scroller}
      className={styles.table}
      role="table"
      aria-label={label}
      aria-rowcount={sorted.length}
    >
      <div ref={measure}>
        <TableHead columns={shown} order={order} onOrder={onOrder} grid={grid} />
        <div className={styles.body} role="rowgroup" style={{ height: height }}>
          {items.map(({ index, start }) => {
            const row = sorted[index];
            if (row === undefined) return null;
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- its first cell is the same link
              <div
                key={keyOf(row)}
                role="row"
                aria-rowindex={index + 1}
                tabIndex={-1}
                className={styles.row}
                data-at={index === at || undefined}
                data-link={canOpen || undefined}
                style={{ ...grid, transform: `translateY(${start}px)` }}
                onClick={(event) => {
                  // Links inside the row, and modified clicks on them, keep their own meaning.
                  const inner = event.target instanceof Element && event.target.closest("a, button") !== null;
                  if (canOpen && !inner) openRow(row);
                }}
              >
                {shown.map((column, i) => (
                  <div
                    key={column.id}
                    role="cell"
                    className={column.end === true ? `${styles.cell} ${styles.end}` : styles.cell}
                  >
                    {i > 0 || !canOpen ? (
                      column.cell(row)
                    ) : to === undefined ? (
                      <button type="button" onClick={() => openRow(row)}>
                        {column.cell(row)}
                      </button>
                    ) : (
                      <PageLink {...to(row)}>{column.cell(row)}</PageLink>
                    )}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
