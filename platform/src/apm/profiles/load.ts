import type { ClickHouse } from "@naru/clickhouse";
import type { Read } from "#telemetry/query/index.ts";
import type { Frame, Stack } from "./merge.ts";
import { framesOf, largestStacks, totalsOf, type Totals, type Wanted } from "./store.ts";

/** Stacks that are read at most. */
const mostStacks = 50_000;
const timeoutSeconds = 30;

export interface Source {
  readonly clickhouse: ClickHouse;
  readonly read: Read;
  readonly signal: AbortSignal;
}

export interface Loaded {
  readonly frames: readonly Frame[];
  readonly stacks: readonly Stack[];
  /** Of each side, all of it. */
  readonly totals: readonly Totals[];
  readonly omitted: { readonly stacks: number; readonly value: number };
}

/** Reads what was counted on each stack.
 *  @param sides  one selection, or two that are compared: what is looked at, then what it is compared with */
export async function load(source: Source, sides: readonly [Wanted, Wanted?]): Promise<Loaded> {
  const options = { signal: source.signal, timeoutSeconds };
  const parts = await Promise.all(
    sides.flatMap((wanted) =>
      wanted
        ? [
            Promise.all([
              totalsOf(source.read, wanted),
              framesOf(source.read, wanted),
              largestStacks(source.clickhouse, wanted, mostStacks, options),
            ]),
          ]
        : [],
    ),
  );
  const frames: Frame[] = [];
  const indexOf = new Map<number, number>();
  for (const [, found] of parts) {
    for (const { key, ...frame } of found) {
      if (!indexOf.has(key)) indexOf.set(key, frames.push(frame) - 1);
    }
  }
  const unknown = frames.push({ function: "[unknown]", file: "", line: 0, module: "", type: "" }) - 1;
  const stacks = parts.flatMap(([, , bytes], side) =>
    decodeStacks(bytes, (key) => indexOf.get(key) ?? unknown, side === 0 ? 0 : 1),
  );
  const totals = parts.map(([total]) => total);
  const all = totals.reduce((sum, { stacks }) => sum + stacks, 0);
  const value = totals.reduce((sum, { value }) => sum + value, 0);
  return {
    frames,
    stacks,
    totals,
    omitted: {
      stacks: all - stacks.length,
      value: all === stacks.length ? 0 : value - stacks.reduce((sum, { value }) => sum + value, 0),
    },
  };
}

/** Rows of `largestStacks`. */
export function decodeStacks(bytes: Uint8Array, indexOf: (key: number) => number, side: 0 | 1): Stack[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stacks: Stack[] = [];
  let at = 0;
  while (at < bytes.length) {
    const value = view.getFloat64(at, true);
    at += 8;
    let count = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = view.getUint8(at++);
      count |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    const frames = new Int32Array(count);
    for (let i = 0; i < count; i++, at += 8) {
      frames[i] = indexOf(view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true));
    }
    stacks.push({ frames, value, side });
  }
  return stacks;
}
