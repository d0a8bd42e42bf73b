import type { FrameOrigin } from "./frames.ts";
import type { Rect } from "./layout.ts";

export const ROW = 20;

/** What is shown of a node. */
export interface Face {
  readonly text: string;
  readonly origin: FrameOrigin | "other" | "root";
  /** By how much its share grew, -1 to 1; undefined where nothing is compared. */
  readonly change?: number | undefined;
  /** Left pale: something is searched for, and it is not this. */
  readonly isPale: boolean;
}

export interface Palette {
  readonly text: string;
  readonly pale: string;
  readonly accent: string;
  readonly more: string;
  readonly less: string;
  readonly origins: Readonly<Record<Face["origin"], string>>;
}

interface Drawing {
  readonly rects: readonly Rect[];
  readonly faceOf: (node: number) => Face;
  readonly palette: Palette;
  readonly font: string;
  readonly scrollTop: number;
  readonly width: number;
  readonly height: number;
  /** Device pixels for each of ours. */
  readonly scale: number;
  readonly focused: number;
}

const PADDING = 4;
/** A change of so much of the whole has the full colour. */
const FULL_CHANGE = 0.1;

/** Draws the rows in sight onto a canvas of their size. */
export function draw(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { rects, faceOf, palette, font, scrollTop, width, height, scale, focused } = drawing;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = font;
  context.textBaseline = "middle";
  const letter = context.measureText("m").width;
  for (const { node, depth, x, width: wide } of rects) {
    const face = faceOf(node);
    const y = depth * ROW - scrollTop;
    context.globalAlpha = strengthOf(face);
    context.fillStyle = colourOf(face, palette);
    context.fillRect(x, y, Math.max(0.5, wide - 1), ROW - 1);
    context.globalAlpha = 1;
    const letters = Math.floor((wide - 2 * PADDING) / letter);
    if (letters >= 3) {
      context.fillStyle = face.isPale ? palette.pale : palette.text;
      context.fillText(fitting(face.text, letters), x + PADDING, y + ROW / 2);
    }
    if (node === focused) {
      context.strokeStyle = palette.accent;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, Math.max(1, wide - 3), ROW - 3);
    }
  }
}

const colourOf = ({ origin, change }: Face, palette: Palette) => {
  if (change === undefined || origin === "other") return palette.origins[origin];
  if (change === 0) return palette.origins.root;
  return change > 0 ? palette.more : palette.less;
};

/** Text stands on the colour: it stays a tint. */
function strengthOf({ isPale, change }: Face): number {
  if (isPale) return 0.1;
  if (change === undefined) return 0.34;
  return 0.08 + 0.42 * Math.min(1, Math.abs(change) / FULL_CHANGE);
}

/** Cut to a number of letters, with a mark that it was. */
export const fitting = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
