import { formatBytes } from "./bytes.ts";
import { formatDuration } from "./duration.ts";
import { formatCount, formatPercent, NBSP } from "./number.ts";

type Format = (value: number) => string;

const KNOWN: Readonly<Record<string, Format>> = {
  "": formatCount,
  "1": formatCount,
  "%": (value) => formatPercent(value / 100),
  ns: formatDuration,
  us: (value) => formatDuration(value * 1e3),
  ms: (value) => formatDuration(value * 1e6),
  s: (value) => formatDuration(value * 1e9),
  min: (value) => formatDuration(value * 60e9),
  h: (value) => formatDuration(value * 3600e9),
  By: (value) => formatBytes(value),
  KiBy: (value) => formatBytes(value * 1024),
  MiBy: (value) => formatBytes(value * 1024 ** 2),
  GiBy: (value) => formatBytes(value * 1024 ** 3),
  kBy: (value) => formatBytes(value * 1e3, "si"),
  MBy: (value) => formatBytes(value * 1e6, "si"),
};

/** How to write values of a unit as metrics declare it.
 *  @param unit UCUM: `s`, `By`, `1`, `{request}`, `By/s`
 *  Source: https://ucum.org/ucum and the OpenTelemetry semantic conventions, "Instrument units" */
export function unitFormat(unit: string): Format {
  const known = KNOWN[unit];
  if (known !== undefined) return known;
  // `s/s` is a share of time (processor seconds a second): no unit of its own.
  if (unit === "s/s" || unit === "1/s")
    return unit === "s/s" ? formatCount : (v) => `${formatCount(v)}${NBSP}/s`;
  if (unit.endsWith("/s")) {
    const inner = unitFormat(unit.slice(0, -2));
    return (value) => `${inner(value)}/s`;
  }
  const word = unitWord(unit);
  return (value) => `${formatCount(value)}${NBSP}${word}`;
}

/** How values of a unit are round: bytes in KiB, MiB and so on, everything else in tens. */
export function unitScale(unit: string): "binary" | "decimal" {
  return /^(?:Ki|Mi|Gi)?By(?:\/s)?$/.test(unit) ? "binary" : "decimal";
}

/** The unit for a reader: braces of UCUM annotations dropped, nothing for a plain number. */
export function unitWord(unit: string): string {
  return unit === "1" ? "" : unit.replaceAll(/[{}]/g, "");
}
