import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, type RefObject } from "react";

interface VirtualRowsOptions {
  /** Rows grow when they are opened: measure each one. */
  readonly measured?: boolean;
  readonly keyOf?: (index: number) => string;
  /** Pixels at the top that something sticky covers. */
  readonly top?: number;
}

/** Only the rows in sight exist, whatever their number. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  { measured = false, keyOf, top = 0 }: VirtualRowsOptions = {},
) {
  // oxlint-disable-next-line react/incompatible-library -- one mutable object; nothing here is memoised by it
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: top,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  });
  const scrollTo = useCallback((index: number) => virtual.scrollToIndex(index), [virtual]);
  return {
    items: virtual.getVirtualItems(),
    height: virtual.getTotalSize(),
    scrollTo,
    /** For the `ref` of a row that carries `data-index`. */
    measure: measured ? virtual.measureElement : undefined,
  };
}
