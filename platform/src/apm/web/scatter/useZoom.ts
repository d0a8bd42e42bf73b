import { useTimeRange } from "@naru/ui";
import { useEffect, useRef, useState, type RefObject } from "react";
import { type Stretch, zoomedAt } from "./zoom.ts";

/** The page follows when the wheel rests. */
const REST_MILLIS = 300;

/** What a plot shows while it is zoomed by the wheel with Ctrl (a pinch on a touchpad is the same): at once what is here,
 *  and when the wheel rests the page's time range follows.
 *  @param shown  without zooming
 *  @param known  where the points that are here begin */
export function useZoom(field: RefObject<HTMLElement | null>, shown: Stretch, known: number): Stretch {
  const { range, zoom } = useTimeRange();
  const [near, setNear] = useState<Stretch & { readonly isResting: boolean }>();
  const isOnItsWay = near?.isResting === true && range.from === String(near.from) && known !== near.from;
  const view = near !== undefined && (!near.isResting || isOnItsWay) ? near : shown;
  const latest = useRef({ view, zoom });
  useEffect(() => {
    latest.current = { view, zoom };
  });
  useEffect(() => {
    const element = field.current;
    if (element === null) return undefined;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, width } = element.getBoundingClientRect();
      const { from, to } = latest.current.view;
      const at = from + ((to - from) * (event.clientX - left)) / Math.max(1, width);
      const next = zoomedAt({ from, to }, at, event.deltaY, Date.now());
      latest.current = { ...latest.current, view: next };
      setNear({ ...next, isResting: false });
      clearTimeout(rest);
      rest = setTimeout(() => {
        setNear({ ...next, isResting: true });
        latest.current.zoom(next);
      }, REST_MILLIS);
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => {
      clearTimeout(rest);
      element.removeEventListener("wheel", turn);
    };
  }, [field]);
  return view;
}
