/* Units of UCUM in words, as Prometheus's names end in them.
 * Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1 */

const words: Readonly<Record<string, string>> = {
  d: "days",
  h: "hours",
  min: "minutes",
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
  By: "bytes",
  KiBy: "kibibytes",
  MiBy: "mebibytes",
  GiBy: "gibibytes",
  TiBy: "tibibytes",
  KBy: "kilobytes",
  MBy: "megabytes",
  GBy: "gigabytes",
  TBy: "terabytes",
  m: "meters",
  V: "volts",
  A: "amperes",
  J: "joules",
  W: "watts",
  g: "grams",
  Cel: "celsius",
  Hz: "hertz",
  "%": "percent",
  "1": "",
};
const perWords: Readonly<Record<string, string>> = {
  s: "second",
  m: "minute",
  h: "hour",
  d: "day",
  w: "week",
  mo: "month",
  y: "year",
};

const word = (text: string): string => text.replaceAll(/[^a-zA-Z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "");

/** `By/s` in words: `bytes`, `per_second`. What stands in braces is no unit.
 *  @returns the words that a name gets, none of them empty */
export function unitWords(unit: string): string[] {
  const [main = "", per = ""] = unit
    .replaceAll(/\{[^}]*\}/g, "")
    .split("/", 2)
    .map((part) => part.trim());
  const found = [words[main] ?? word(main)];
  if (per !== "") found.push(`per_${perWords[per] ?? word(per)}`);
  return found.filter((each) => each !== "" && each !== "per_");
}
