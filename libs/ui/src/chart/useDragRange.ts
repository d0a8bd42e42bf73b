import { useState, type PointerEvent } from "react";

export interface DragRange {
  readonly start: number;
  readonly end: number;
}

/** A range marked with the pointer, in pixels from the element's left edge.
 *  @param done called when the pointer is let go after more than a few pixels */
export function useDragRange(done: ((range: DragRange) => void) | undefined) {
  const [range, setRange] = useState<DragRange>();
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (done === undefined || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setRange({ start: xOf(event), end: xOf(event) });
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (range !== undefined) setRange({ ...range, end: xOf(event) });
    },
    onPointerUp() {
      if (range === undefined) return;
      const [start, end] = [Math.min(range.start, range.end), Math.max(range.start, range.end)];
      setRange(undefined);
      if (end - start > 4) done?.({ start, end });
    },
    onPointerCancel: () => setRange(undefined),
  };
  const shown =
    range === undefined
      ? undefined
      : { left: Math.min(range.start, range.end), width: Math.abs(range.end - range.start) };
  return { handlers, shown };
}

function xOf(event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left;
}
