const digits = /^-?[1-9]\d*$/;
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const infinity = /^[+-]?inf(inity)?$/i;
const [low, high] = [-(2n ** 63n), 2n ** 63n - 1n];

/** A 64-bit integer as Valkey reads one: no sign but minus, no leading zeros, no spaces. */
export function parseBigInteger(text: string): bigint | undefined {
  if (text === "0") return 0n;
  if (text.length > 20 || !digits.test(text)) return undefined;
  const value = BigInt(text);
  return value >= low && value <= high ? value : undefined;
}

/** The same as a number: exact within ±2^53, the nearest one beyond. */
export function parseInteger(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > 15) {
    const value = parseBigInteger(text);
    return value === undefined ? undefined : Number(value);
  }
  if (text === "0") return 0;
  const negative = text.charCodeAt(0) === 45;
  const first = text.charCodeAt(negative ? 1 : 0);
  if (!(first >= 49 && first <= 57)) return undefined;
  let value = 0;
  for (let i = negative ? 1 : 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

/** A double as C reads one, but for hexadecimal ones; infinities are numbers here, NaN is not. */
export function parseDouble(text: string): number | undefined {
  if (infinity.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const parts = decimal.exec(text);
  if (!parts || (!parts[2] && !parts[3])) return undefined;
  return Number(text);
}

/** The shortest text that reads as the same double. */
export function formatDouble(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value === Number.NEGATIVE_INFINITY) return "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

const places = 17;

/** The sum of two decimal texts as INCRBYFLOAT gives it: up to 17 decimals, no zeros at the end, never an exponent.
 *  It is exact, where C adds long doubles. Undefined when one of them is no number or is far too large. */
export function addDecimals(a: string, b: string): string | undefined {
  const [left, right] = [scaled(a), scaled(b)];
  if (left === undefined || right === undefined) return undefined;
  const sum = left + right;
  const text = (sum < 0n ? -sum : sum).toString().padStart(places + 1, "0");
  const fraction = text.slice(-places).replace(/0+$/, "");
  const whole = text.slice(0, -places);
  return `${sum < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

/** In units of 10^-17. */
function scaled(text: string): bigint | undefined {
  const parts = decimal.exec(text);
  if (!parts || (!parts[2] && !parts[3]) || text.length > 400) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  const shift = places - fraction.length + Number(exponent);
  if (Math.abs(shift) > 400) return undefined;
  const value = BigInt(whole + fraction);
  const magnitude = shift >= 0 ? value * 10n ** BigInt(shift) : rounded(value, 10n ** BigInt(-shift));
  return sign === "-" ? -magnitude : magnitude;
}

const rounded = (value: bigint, divisor: bigint) => (value + divisor / 2n) / divisor;
