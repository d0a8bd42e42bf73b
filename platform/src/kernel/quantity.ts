/* Quantities as people write them. Pure; used by settings, filters and time ranges alike. */

const nanosOf: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
  w: 604_800e9,
};

const bytesOf: Readonly<Record<string, number>> = {
  b: 1,
  k: 1024,
  kb: 1000,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1000 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1000 ** 3,
  gib: 1024 ** 3,
  t: 1024 ** 4,
  tb: 1000 ** 4,
  tib: 1024 ** 4,
};

/** @param text `100ms`, `1.5s`, `7d`: a number and ns, us, µs, ms, s, m, h, d or w
 *  @returns nanoseconds; undefined when the text is no duration */
export function parseDuration(text: string): number | undefined {
  return scaled(text, /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|m|h|d|w)$/, nanosOf);
}

/** @param text `512MiB`, `4g`, `1048576`: a number and, if any, a unit; k, m, g and t are powers of 1024, and
 *    so are kib, mib …, while kb, mb … are powers of 1000 (IEC 80000-13)
 *  @returns bytes, whole; undefined when the text is no size */
export function parseBytes(text: string): number | undefined {
  const bytes = scaled(text.toLowerCase(), /^(\d+(?:\.\d+)?)\s*([kmgt]i?b?|b)?$/, bytesOf);
  return bytes === undefined ? undefined : Math.round(bytes);
}

function scaled(text: string, shape: RegExp, scale: Readonly<Record<string, number>>): number | undefined {
  const match = shape.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * (scale[match[2] ?? "b"] ?? Number.NaN);
}
