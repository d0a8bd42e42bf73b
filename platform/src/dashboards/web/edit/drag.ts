import type { PointerEvent as ReactPointerEvent } from "react";
import { columns, type JsonObject, neighboursOf, type Panel } from "../model/dashboard.ts";
import { rearranged } from "../model/edit.ts";
import type { Placed } from "../model/layout.ts";
import { gapPixels, rowPixels } from "../panel/measures.ts";
import type { Edit } from "../view/useEdit.ts";

/** How far the pointer has come, in whole columns and rows. */
export interface Distance {
  readonly x: number;
  readonly y: number;
}

/** For a pointer that goes down: changes panels' places while it moves. Shown at once, one step when it is let go; Escape
 *  takes it back. */
export function dragHandler(
  panel: Panel,
  edit: Edit,
  change: (placed: readonly Placed[], distance: Distance) => readonly Placed[],
) {
  return ({ button, currentTarget, clientX, clientY }: ReactPointerEvent<HTMLElement>) => {
    const grid = currentTarget.closest("[data-grid]");
    if (button !== 0 || grid === null) return;
    const { source, sections } = edit.dashboard;
    const neighbours = neighboursOf(sections, panel);
    const column = (grid.clientWidth + gapPixels) / columns;
    const row = rowPixels + gapPixels;
    let next: JsonObject | undefined;
    const ended = new AbortController();
    const { signal } = ended;
    const move = (event: PointerEvent) => {
      const x = Math.round((event.clientX - clientX) / column);
      const y = Math.round((event.clientY - clientY) / row);
      next =
        x === 0 && y === 0 ? undefined : rearranged(source, neighbours, (placed) => change(placed, { x, y }));
      edit.preview(next);
    };
    const end = (isKept: boolean) => {
      ended.abort();
      if (isKept && next !== undefined) edit.change(next);
      else edit.preview(undefined);
    };
    window.addEventListener("pointermove", move, { signal });
    window.addEventListener("pointerup", () => end(true), { signal });
    window.addEventListener("pointercancel", () => end(false), { signal });
    window.addEventListener("keydown", ({ key }) => key === "Escape" && end(false), { signal });
  };
}
