/** A frame as it is stored: what identifies it is all of it. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly module: string;
  readonly type: string;
}

/** What was counted on one stack, on one of two sides that are compared; side 0 alone otherwise. */
export interface Stack {
  /** Indexes of frames, the outermost first. */
  readonly frames: ArrayLike<number>;
  readonly value: number;
  readonly side: 0 | 1;
}

export interface Weight {
  /** By side. */
  readonly self: readonly [number, number];
  readonly total: readonly [number, number];
}

/** Frames with what tells them apart: all of it, or all but the line. The module counts only where no file is known: two
 *  versions of a program may lie in two places. */
export interface Merged {
  readonly frames: readonly Frame[];
  /** By index of a frame that was given, the index of the one that it became. */
  readonly indexOf: Int32Array;
}

export function mergeFrames(given: readonly Frame[], by: "function" | "line"): Merged {
  const frames: Frame[] = [];
  const known = new Map<string, number>();
  const indexOf = Int32Array.from(given, (frame) => {
    const merged = by === "line" ? frame : { ...frame, line: 0 };
    const module = merged.file === "" ? merged.module : "";
    const key = JSON.stringify([merged.function, merged.file, merged.line, module, merged.type]);
    const index = known.get(key) ?? frames.length;
    if (index === frames.length) {
      known.set(key, index);
      frames.push(merged);
    }
    return index;
  });
  return { frames, indexOf };
}

/** What each frame takes: `self` where it is innermost, `total` once for each stack that it stands in, however often. */
export function weighFrames(stacks: readonly Stack[], { frames, indexOf }: Merged): Weight[] {
  const weights = frames.map(() => ({ self: [0, 0] as [number, number], total: [0, 0] as [number, number] }));
  const seenIn = new Int32Array(frames.length).fill(-1);
  for (const [at, { frames: list, value, side }] of stacks.entries()) {
    for (let i = 0; i < list.length; i++) {
      const frame = indexOf[list[i] as number] as number;
      const weight = weights[frame];
      if (!weight) continue;
      if (i === list.length - 1) weight.self[side] += value;
      if (seenIn[frame] === at) continue;
      seenIn[frame] = at;
      weight.total[side] += value;
    }
  }
  return weights;
}

/** What each line of a file takes.
 *  @param name  one function of it; every one when empty */
export function weighLines(
  stacks: readonly Stack[],
  frames: readonly Frame[],
  file: string,
  name: string,
): { line: number; function: string; self: number; total: number }[] {
  const merged = mergeFrames(frames, "line");
  return weighFrames(stacks, merged)
    .map(({ self, total }, index) => ({
      frame: merged.frames[index] as Frame,
      self: self[0],
      total: total[0],
    }))
    .filter(
      ({ frame, total }) => frame.file === file && (name === "" || frame.function === name) && total !== 0,
    )
    .map(({ frame, self, total }) => ({ line: frame.line, function: frame.function, self, total }))
    .toSorted((a, b) => a.line - b.line || a.function.localeCompare(b.function));
}
