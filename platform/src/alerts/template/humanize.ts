/* Figures as people read them, digit for digit as Prometheus writes them.
 * Source: https://github.com/prometheus/common/blob/main/helpers/templates/time.go and prometheus/template/template.go */

/** Go's `%.4g`. */
function fourDigits(value: number): string {
  if (value === 0) return "0";
  const [mantissa = "", power = "0"] = value.toExponential(3).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 4) return String(Number(value.toPrecision(4)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

const special = (value: number): string | undefined =>
  Number.isNaN(value) ? "NaN" : Number.isFinite(value) ? undefined : value > 0 ? "+Inf" : "-Inf";

/** @returns e.g. `1.235k`, `12.3m` */
export function humanize(value: number): string {
  const named = special(value);
  if (named) return named;
  if (value === 0) return "0";
  const isLarge = Math.abs(value) >= 1;
  const { scaled, prefix } = scaledBy(
    value,
    isLarge ? ["k", "M", "G", "T", "P", "E", "Z", "Y"] : ["m", "u", "n", "p", "f", "a", "z", "y"],
    isLarge
      ? (rest) => (Math.abs(rest) >= 1000 ? rest / 1000 : undefined)
      : (rest) => (Math.abs(rest) < 1 ? rest * 1000 : undefined),
  );
  return fourDigits(scaled) + prefix;
}

/** @returns e.g. `1.5Ki` */
export function humanize1024(value: number): string {
  const named = special(value);
  if (named) return named;
  if (Math.abs(value) <= 1) return fourDigits(value);
  const { scaled, prefix } = scaledBy(value, ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"], (rest) =>
    Math.abs(rest) >= 1024 ? rest / 1024 : undefined,
  );
  return fourDigits(scaled) + prefix;
}

function scaledBy(value: number, prefixes: readonly string[], next: (rest: number) => number | undefined) {
  let scaled = value;
  let prefix = "";
  for (const each of prefixes) {
    const further = next(scaled);
    if (further === undefined) break;
    scaled = further;
    prefix = each;
  }
  return { scaled, prefix };
}

/** @param seconds  @returns e.g. `1d 2h 3m 4s`, `1.5s`, `12ms` */
export function humanizeDuration(seconds: number): string {
  const named = special(seconds);
  if (named) return named;
  if (seconds === 0) return "0s";
  if (Math.abs(seconds) < 1) {
    const { scaled, prefix } = scaledBy(seconds, ["m", "u", "n", "p", "f", "a", "z", "y"], (rest) =>
      Math.abs(rest) < 1 ? rest * 1000 : undefined,
    );
    return `${fourDigits(scaled)}${prefix}s`;
  }
  const sign = seconds < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(seconds));
  const [d, h, m, s] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  if (d > 0) return `${sign}${d}d ${h}h ${m}m ${s}s`;
  if (h > 0) return `${sign}${h}h ${m}m ${s}s`;
  if (m > 0) return `${sign}${m}m ${s}s`;
  return `${sign}${fourDigits(Math.abs(seconds))}s`;
}

/** @param ratio  @returns e.g. `12.3%` */
export const humanizePercentage = (ratio: number): string =>
  `${special(ratio * 100) ?? fourDigits(ratio * 100)}%`;

/** @param seconds since 1970 */
export function humanizeTimestamp(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return special(seconds) ?? String(seconds);
  return date
    .toISOString()
    .replace("T", " ")
    .replace(/\.000Z$|Z$/, " +0000 UTC");
}
