import type { Threshold, Tone } from "./dashboard.ts";

/** What a colour of Grafana says: colours mean states here, so that red is always bad.
 *  @param color `green`, `semi-dark-red`, `#E02F44`, `rgb(237, 129, 40)` */
export function toneOf(color: string): Tone {
  const name = color.toLowerCase();
  if (/green/.test(name)) return "good";
  if (/yellow|orange/.test(name)) return "warn";
  if (/red/.test(name)) return "bad";
  const [red, green, blue] = channelsOf(name);
  if (red === undefined || green === undefined || blue === undefined) return "none";
  if (green > red * 1.15 && green > blue * 1.15) return "good";
  if (red > blue * 1.3 && red > green * 2) return "bad";
  return red > blue * 1.3 && green > blue ? "warn" : "none";
}

function channelsOf(color: string): readonly number[] {
  const hex = /^#([0-9a-f]{6})/.exec(color)?.[1];
  if (hex !== undefined) return [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  const parts = /^rgba?\((\d+), ?(\d+), ?(\d+)/.exec(color);
  return parts === null ? [] : parts.slice(1, 4).map(Number);
}

/** The tone of the highest threshold that a value has reached. */
export function toneAt(thresholds: readonly Threshold[], value: number | null): Tone {
  if (value === null) return "none";
  return thresholds.findLast(({ from }) => from === null || value >= from)?.tone ?? "none";
}
