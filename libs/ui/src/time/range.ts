/** A time range as it stands in the address: relative to now, or absolute in milliseconds since 1970. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** The same, resolved: milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const UNIT_MILLIS: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

export const DEFAULT_RANGE: Range = { from: "now-15m", to: "now" };
export const QUICK_RANGES = ["5m", "15m", "30m", "1h", "3h", "6h", "12h", "24h", "2d", "7d"] as const;

/** @returns milliseconds since 1970, or undefined when the text is no instant.
 *  A time without a zone is in the browser's zone, or in UTC when asked for. */
export function parseInstant(text: string, now: number, utc = false): number | undefined {
  const trimmed = text.trim();
  const relative = /^now(?:-(\d+)([smhd]))?$/.exec(trimmed);
  if (relative !== null) {
    return now - Number(relative[1] ?? 0) * (UNIT_MILLIS[relative[2] ?? "s"] ?? 0);
  }
  if (/^\d{11,}$/.test(trimmed)) return Number(trimmed);
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:\d{2})?$/.exec(
    trimmed,
  );
  if (match === null) return undefined;
  const time = Date.parse(`${match[1]}T${match[2] ?? "00:00"}${match[3] ?? (utc ? "Z" : "")}`);
  return Number.isNaN(time) ? undefined : time;
}

export function resolveRange(range: Range, now: number): Span {
  const to = parseInstant(range.to, now) ?? now;
  const from = parseInstant(range.from, now) ?? to - 15 * 60e3;
  return from < to ? { from, to } : { from: to - 60e3, to };
}

export function absolute({ from, to }: Span): Range {
  return { from: String(Math.floor(from)), to: String(Math.ceil(to)) };
}

/** The length of a range that ends now (`15m`), or undefined for any other. */
export function quickOf({ from, to }: Range): string | undefined {
  return to === "now" ? /^now-(\d+[smhd])$/.exec(from)?.[1] : undefined;
}

/** The neighbouring range of the same length; never beyond now. */
export function shift({ from, to }: Span, steps: -1 | 1, now: number): Range {
  const length = to - from;
  const end = Math.min(to + (steps * length) / 2, now);
  return absolute({ from: end - length, to: end });
}

/** Twice as long around the same middle; never beyond now. */
export function zoomOut({ from, to }: Span, now: number): Range {
  const length = to - from;
  const end = Math.min(to + length / 2, now);
  return absolute({ from: end - 2 * length, to: end });
}
