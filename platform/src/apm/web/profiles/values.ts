import { formatInteger, unitFormat } from "@naru/ui";

const UCUM: Readonly<Record<string, string>> = {
  nanoseconds: "ns",
  lock_nanoseconds: "ns",
  microseconds: "us",
  milliseconds: "ms",
  seconds: "s",
  bytes: "By",
};

/** How to write values of a profile's unit. */
export const profileFormat = (unit: string): ((value: number) => string) => {
  const known = UCUM[unit] ?? (["ns", "us", "ms", "s", "By"].includes(unit) ? unit : undefined);
  return known === undefined ? formatInteger : unitFormat(known);
};
