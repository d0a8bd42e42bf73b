import { useState, type PointerEvent } from "react";

/** Part of a scatter: milliseconds since 1970 across, milliseconds upwards. */
export interface Box {
  readonly from: number;
  readonly to: number;
  readonly leastMs: number;
  /** Infinity at the upper edge, where what took longer is drawn. */
  readonly mostMs: number;
}

interface Plane {
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly width: number;
  readonly height: number;
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

const LEAST_PIXELS = 4;

/** @returns the box between two corners, in pixels from the upper left */
export function boxOf({ from, to, most, width, height }: Plane, a: Corner, b: Corner): Box {
  const time = (x: number) => from + ((to - from) * Math.min(Math.max(x, 0), width)) / width;
  const value = (y: number) => (most * (height - Math.min(Math.max(y, 0), height))) / height;
  const top = Math.min(a.y, b.y);
  return {
    from: Math.floor(time(Math.min(a.x, b.x))),
    to: Math.ceil(time(Math.max(a.x, b.x))),
    leastMs: value(Math.max(a.y, b.y)),
    mostMs: top <= LEAST_PIXELS ? Infinity : value(top),
  };
}

/** A box drawn with the pointer. */
export function useBox(plane: Plane, done: (box: Box) => void) {
  const [corners, setCorners] = useState<readonly [Corner, Corner]>();
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setCorners([cornerOf(event), cornerOf(event)]);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (corners !== undefined) setCorners([corners[0], cornerOf(event)]);
    },
    onPointerUp() {
      if (corners === undefined) return;
      setCorners(undefined);
      const [a, b] = corners;
      if (Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) >= LEAST_PIXELS) done(boxOf(plane, a, b));
    },
    onPointerCancel: () => setCorners(undefined),
  };
  return { handlers, drawn: corners && boxOf(plane, ...corners) };
}

function cornerOf(event: PointerEvent<HTMLElement>): Corner {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
