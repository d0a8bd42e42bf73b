import type { Point } from "./elk.ts";

/** An SVG path along the points, its corners rounded by at most `radius` pixels. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return "";
  const corners = rest.slice(0, -1).map((corner, i) => {
    const before = points[i] ?? corner;
    const after = points[i + 2] ?? corner;
    const from = towards(corner, before, radius);
    const to = towards(corner, after, radius);
    return `L${from.x} ${from.y}Q${corner.x} ${corner.y} ${to.x} ${to.y}`;
  });
  return `M${first.x} ${first.y}${corners.join("")}L${last.x} ${last.y}`;
}

/** So many pixels from a corner towards its neighbour, at most half of the way. */
function towards(corner: Point, neighbour: Point, pixels: number): Point {
  const length = Math.hypot(neighbour.x - corner.x, neighbour.y - corner.y);
  const part = length === 0 ? 0 : Math.min(pixels / length, 0.5);
  return {
    x: corner.x + (neighbour.x - corner.x) * part,
    y: corner.y + (neighbour.y - corner.y) * part,
  };
}
