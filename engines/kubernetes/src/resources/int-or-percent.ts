import type { Findings } from "./findings.ts";

const percent = /^(\d{1,9})%$/;

/** `25%` is 25, and so is 25; undefined when it is neither. */
export function intOrPercent(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? percent.exec(value) : null;
  return match === null ? undefined : Number(match[1]);
}

/** @param most  percent */
export function checkIntOrPercent(value: unknown, path: string, found: Findings, most = 100): void {
  const amount = intOrPercent(value);
  if (amount === undefined) {
    found.invalid(
      path,
      value,
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    );
  } else if (amount < 0) found.invalid(path, value, "must be greater than or equal to 0");
  else if (typeof value === "string" && amount > most) {
    found.invalid(path, value, `must not be greater than ${most}%`);
  }
}

export function checkNotNegative(value: unknown, path: string, found: Findings): void {
  if (typeof value === "number" && value < 0) {
    found.invalid(path, value, "must be greater than or equal to 0");
  }
}
