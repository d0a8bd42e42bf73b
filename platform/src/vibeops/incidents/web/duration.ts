import { formatDuration } from "@naru/ui";

/** How long from one moment to another, both in milliseconds: whole seconds, one at least. */
export function lasting(from: number, to: number): string {
  const seconds = Math.max(1, Math.round((to - from) / 1000));
  return formatDuration(seconds * 1e9);
}

/** A moment against another: `−1 min`, `+20 s`, `0`. */
export function relative(at: number, to: number): string {
  const ms = at - to;
  if (Math.abs(ms) < 500) return "0";
  return `${ms < 0 ? "−" : "+"}${lasting(0, Math.abs(ms))}`;
}
