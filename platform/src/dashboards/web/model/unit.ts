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

/** @param unit as Grafana calls it; what is unknown is a plain number */
export function ucumOf(unit: string): { readonly ucum: string; readonly factor: number } {
  const suffix = /^(?:suffix|short_suffix):(.{1,30})$/.exec(unit)?.[1]?.trim();
  const [ucum, factor = 1] = (Object.hasOwn(units, unit) ? units[unit] : undefined) ?? ["1"];
  return suffix === undefined ? { ucum, factor } : { ucum: `{${suffix}}`, factor: 1 };
}
