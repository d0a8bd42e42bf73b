import { parseDuration } from "../duration.ts";
import { parseFloatText } from "../number.ts";

/** A number without its sign: decimal, hexadecimal, with underscores, `Inf`, `NaN` or a duration in seconds. */
export function readNumber(text: string): { value: number; isDuration: boolean } | undefined {
  const plain = text.replaceAll("_", "");
  if (/^0x[0-9a-f]+$/i.test(plain)) return { value: Number(plain), isDuration: false };
  const ms = /[a-z]$/i.test(text) ? parseDuration(text) : undefined;
  if (ms !== undefined) return { value: ms / 1000, isDuration: true };
  const value = parseFloatText(plain);
  return value === undefined ? undefined : { value, isDuration: false };
}
