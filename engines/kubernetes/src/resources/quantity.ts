/** An amount of a resource, in nanos: `100m`, `1Gi`, `1e3`. The form it was written in is how it is printed.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export interface Quantity {
  readonly nano: bigint;
  readonly form: "decimal" | "binary" | "exponent";
}

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE])|([KMGTPE]i)|[eE]([+-]?\d{1,9}))?$/;
const perUnit = 10n ** 9n;
/** More than this is this: amounts are 64 bits wide. */
const most = (2n ** 63n - 1n) * perUnit;
const longest = 256;
/** Beyond this many digits an amount is the greatest or the least there is. */
const widestExponent = 300;

/** @returns undefined when it is no quantity */
export function parseQuantity(value: unknown): Quantity | undefined {
  const written = typeof value === "number" ? numberText(value) : value;
  if (typeof written !== "string" || written.length > longest) return undefined;
  const match = pattern.exec(written.trim());
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", decimal, binary, exponent] = match;
  if (whole === "" && fraction === "") return undefined;
  const power = exponent === undefined ? (decimalExponents[decimal ?? ""] ?? 0) : Number(exponent);
  const unit = 1024n ** BigInt(Math.max(0, binarySuffixes.indexOf(binary ?? "")));
  const magnitude = scaled(BigInt(whole + fraction) * unit, power + 9 - fraction.length);
  const bounded = magnitude > most ? most : magnitude;
  return {
    nano: sign === "-" ? -bounded : bounded,
    form: binary !== undefined ? "binary" : exponent !== undefined ? "exponent" : "decimal",
  };
}

const numberText = (value: number) => (Number.isFinite(value) ? String(value) : "");

/** What is finer than a nano is rounded away from zero: a request is never lost. */
function scaled(digits: bigint, power: number): bigint {
  const bounded = Math.max(-longest - widestExponent, Math.min(widestExponent, power));
  if (bounded >= 0) return digits * 10n ** BigInt(bounded);
  const divisor = 10n ** BigInt(-bounded);
  return (digits + divisor - 1n) / divisor;
}

/** In whole units, as a number: cores of `100m` are 0.1, bytes of `1Ki` 1024; 0 when it can't be read. */
export const quantityNumber = (value: unknown): number =>
  Number(parseQuantity(value)?.nano ?? 0n) / Number(perUnit);

export const compareQuantities = (a: Quantity, b: Quantity): number =>
  a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;

/** The one text of an amount: no fraction, and the largest suffix that needs none. `0.5` is `500m`. */
export function formatQuantity({ nano, form }: Quantity): string {
  if (nano === 0n) return "0";
  const isSmall = nano > -1024n * perUnit && nano < 1024n * perUnit;
  if (form === "binary" && !isSmall) return binaryText(nano);
  const [digits, power] = reduced(nano, 1000n, 9);
  const exponent = power * 3 - 9;
  if (form === "exponent") return exponent === 0 ? `${digits}` : `${digits}e${exponent}`;
  const suffix = Object.keys(decimalExponents).find((key) => decimalExponents[key] === exponent);
  return `${digits}${suffix ?? ""}`;
}

function binaryText(nano: bigint): string {
  const magnitude = nano < 0n ? -nano : nano;
  const whole = (magnitude + perUnit - 1n) / perUnit;
  const [digits, power] = reduced(whole, 1024n, binarySuffixes.length - 1);
  return `${nano < 0n ? "-" : ""}${digits}${binarySuffixes[power] ?? ""}`;
}

function reduced(value: bigint, base: bigint, mostSteps: number): [digits: bigint, steps: number] {
  let digits = value;
  let steps = 0;
  while (steps < mostSteps && digits % base === 0n) {
    digits /= base;
    steps++;
  }
  return [digits, steps];
}

/** As it is printed: `0` when there is none, what was written when it can't be read. */
export function quantityText(value: unknown): string {
  const quantity = parseQuantity(value);
  if (quantity !== undefined) return formatQuantity(quantity);
  return typeof value === "string" && value !== "" ? value : "0";
}
