import { formatDuration } from "@naru/ui";

/** How long from one moment to another, both in milliseconds; a minute at least is told in full minutes. */
export function lasting(from: number, to: number): string {
  const ms = Math.max(0, to - from);
  return formatDuration((ms < 60_000 ? Math.round(ms / 1000) * 1000 : ms) * 1e6);
}

/** A moment against another: `−1 min`, `+20 s`, `0`. */
export function relative(at: number, to: number): string {
  const ms = at - to;
  if (Math.abs(ms) < 500) return "0";
  return `${ms < 0 ? "−" : "+"}${lasting(0, Math.abs(ms))}`;
}
