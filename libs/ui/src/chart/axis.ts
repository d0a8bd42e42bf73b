/** How the values of a chart are counted: figures, bytes in KiB and MiB, or things that come whole. */
export type ValueScale = "decimal" | "binary" | "whole";

const DECIMAL = [1, 2, 2.5, 5, 10];
const BINARY = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/** Round steps for a value axis that starts at zero.
 *  @returns the step, and the least multiple of it that is not below `most` */
export function valueAxis(most: number, about: number, scale: ValueScale): { step: number; max: number } {
  if (!(most > 0)) return { step: 1, max: 1 };
  const rough = scale === "whole" ? Math.max(1, most / about) : most / about;
  const [power, steps] = scale === "binary" ? [1024, BINARY] : [10, DECIMAL];
  const magnitude = power ** Math.floor(Math.log(rough) / Math.log(power) + 1e-9);
  const fits = (one: number) =>
    one * magnitude >= rough * (1 - 1e-9) && (scale !== "whole" || Number.isInteger(one * magnitude));
  const step = magnitude * (steps.find(fits) ?? power);
  return { step, max: Math.ceil(most / step - 1e-9) * step };
}
