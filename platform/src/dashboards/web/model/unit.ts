import { unitFormat, unitScale } from "@naru/ui";

/** Grafana's units as UCUM's: the unit, and by what values are multiplied.
 *  Source: https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
const units: Readonly<Record<string, readonly [ucum: string, factor?: number]>> = {
  ns: ["ns"],
  µs: ["us"],
  ms: ["ms"],
  s: ["s"],
  m: ["min"],
  h: ["h"],
  d: ["h", 24],
  dtdurations: ["s"],
  dtdurationms: ["ms"],
  bytes: ["By"],
  decbytes: ["kBy", 1e-3],
  kbytes: ["KiBy"],
  deckbytes: ["kBy"],
  mbytes: ["MiBy"],
  decmbytes: ["MBy"],
  gbytes: ["GiBy"],
  decgbytes: ["MBy", 1e3],
  bits: ["{bit}"],
  decbits: ["{bit}"],
  Bps: ["kBy/s", 1e-3],
  binBps: ["By/s"],
  KBs: ["kBy/s"],
  KiBs: ["KiBy/s"],
  MBs: ["MBy/s"],
  MiBs: ["MiBy/s"],
  bps: ["{bit}/s"],
  binbps: ["{bit}/s"],
  pps: ["{packet}/s"],
  percent: ["%"],
  percentunit: ["%", 100],
  reqps: ["{req}/s"],
  rps: ["{read}/s"],
  wps: ["{write}/s"],
  ops: ["{op}/s"],
  iops: ["{io}/s"],
  cps: ["1/s"],
  reqpm: ["{req}/min"],
  opm: ["{op}/min"],
  hertz: ["{Hz}"],
  celsius: ["{°C}"],
  watt: ["{W}"],
};

export const knownUnits: readonly string[] = ["short", ...Object.keys(units)];

export interface ValueFormat {
  readonly format: (value: number) => string;
  readonly scale: "binary" | "decimal";
}

/** @param unit      as Grafana calls it; `suffix:…` and what is unknown is a plain number
 *  @param decimals  digits after the point of plain numbers and per cents; null: as many as matter */
export function valueFormat(unit: string, decimals: number | null = null): ValueFormat {
  const suffix = /^(?:suffix|short_suffix):(.{1,30})$/.exec(unit)?.[1];
  const [ucum, factor = 1] = (Object.hasOwn(units, unit) ? units[unit] : undefined) ?? [
    suffix === undefined ? "1" : `{${suffix.trim()}}`,
  ];
  const format = unitFormat(ucum);
  if (decimals !== null && (ucum === "1" || ucum === "%")) {
    const end = ucum === "%" ? "\u00a0%" : "";
    return { format: (value) => `${(value * factor).toFixed(decimals)}${end}`, scale: "decimal" };
  }
  return { format: (value) => format(value * factor), scale: unitScale(ucum) };
}
