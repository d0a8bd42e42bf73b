import { columns, type Place } from "./dashboard.ts";

/** A panel's place by its id. */
export interface Placed {
  readonly id: number;
  readonly place: Place;
}

/** Panels that would lie over each other move down, and all move up as far as there is room.
 *  @param first the one that keeps its place as far as that goes: it was just moved */
export function settled(panels: readonly Placed[], first?: number): Placed[] {
  const inOrder = panels.toSorted(
    (a, b) =>
      a.place.y - b.place.y || Number(b.id === first) - Number(a.id === first) || a.place.x - b.place.x,
  );
  const done: Placed[] = [];
  for (const { id, place } of inOrder) {
    let y = 0;
    const isFree = (at: number) => done.every((other) => !overlaps({ ...place, y: at }, other.place));
    while (!isFree(y)) y += 1;
    done.push({ id, place: { ...place, y } });
  }
  return done;
}

const overlaps = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

export const leastWidth = 3;
export const leastHeight = 2;
const mostHeight = 40;

/** Moves by columns and rows and resizes, within the grid; the others make room. */
export function changed(panels: readonly Placed[], id: number, by: Partial<Place>): Placed[] {
  const next = panels.map((each) => (each.id === id ? { id, place: bounded(each.place, by) } : each));
  return settled(next, id);
}

/** Past the next panel above or below, or as far as a neighbouring column. */
export function stepped(
  panels: readonly Placed[],
  id: number,
  way: "up" | "down" | "left" | "right",
): Placed[] {
  const own = panels.find((each) => each.id === id)?.place;
  if (own === undefined) return [...panels];
  if (way === "left" || way === "right") return changed(panels, id, { x: way === "left" ? -1 : 1 });
  const others = panels
    .filter((each) => each.id !== id && besides(each.place, own))
    .map(({ place }) => place.y);
  const above = others.filter((y) => y < own.y);
  const below = others.filter((y) => y > own.y);
  if (way === "up")
    return above.length === 0 ? [...panels] : changed(panels, id, { y: Math.max(...above) - own.y });
  return below.length === 0 ? [...panels] : changed(panels, id, { y: Math.min(...below) + 1 - own.y });
}

/** Where a pointer takes a panel to: another one makes room as soon as more than half of it is passed.
 *  @param by  columns and rows from where it was taken up */
export function dragged(
  panels: readonly Placed[],
  id: number,
  by: { readonly x: number; readonly y: number },
): Placed[] {
  const own = panels.find((each) => each.id === id)?.place;
  if (own === undefined) return [...panels];
  const to = bounded(own, by);
  const others = panels.filter((each) => each.id !== id && besides(each.place, to)).map(({ place }) => place);
  const below = others.filter((other) => other.y >= own.y && to.y + to.h > middle(other));
  const above = others.filter((other) => other.y < own.y && to.y < middle(other));
  const y =
    by.y > 0
      ? Math.max(to.y, ...below.map((other) => other.y + 1))
      : Math.min(to.y, ...above.map((other) => other.y));
  return changed(panels, id, { x: by.x, y: y - own.y });
}

const middle = ({ y, h }: Place): number => y + h / 2;

const besides = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w;

function bounded(place: Place, { x = 0, y = 0, w = 0, h = 0 }: Partial<Place>): Place {
  const width = clamp(place.w + w, leastWidth, columns);
  return {
    x: clamp(place.x + x, 0, columns - width),
    y: Math.max(0, place.y + y),
    w: width,
    h: clamp(place.h + h, leastHeight, mostHeight),
  };
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
