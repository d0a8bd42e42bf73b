import type { PodLogLine } from "../../api.ts";
import { type Level, levelOf, withoutColours } from "./level.ts";

export interface Line extends PodLogLine {
  /** Counts up from the first line that came; what is dropped from the front keeps its number. */
  readonly number: number;
  readonly level: Level;
}

/** Older lines make room. */
export const MOST_LINES = 20_000;

/** The lines with others after them. Those that came before, when a log is taken up again, are left out: times of one
 *  container's log only grow. */
export function withLines(lines: readonly Line[], more: readonly PodLogLine[]): readonly Line[] {
  const last = lines.at(-1);
  const fresh = last === undefined ? more : more.filter(({ time }) => time > last.time || time === "");
  if (fresh.length === 0) return lines;
  const next = (last?.number ?? -1) + 1;
  const added = fresh.map(({ time, text }, i) => {
    const plain = withoutColours(text);
    return { time, text: plain, number: next + i, level: levelOf(plain) };
  });
  return [...lines, ...added].slice(-MOST_LINES);
}

/** Whole lines of what has arrived, and the rest of it. */
export function parseLines(text: string): { readonly lines: readonly PodLogLine[]; readonly rest: string } {
  const parts = text.split("\n");
  const rest = parts.pop() ?? "";
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each line is what the operation declares
  return { lines: parts.filter(Boolean).map((part) => JSON.parse(part) as PodLogLine), rest };
}
