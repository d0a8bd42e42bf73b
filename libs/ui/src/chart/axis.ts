const STEPS = {
  10: [1, 2, 2.5, 5, 10],
  2: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
} as const;

/** Round steps for a value axis that starts at zero.
 *  @param base  10 for figures, 2 for bytes in KiB, MiB and so on
 *  @returns     the step, and the least multiple of it that is not below `most` */
export function valueAxis(most: number, about: number, base: 2 | 10 = 10): { step: number; max: number } {
  if (!(most > 0)) return { step: 1, max: 1 };
  const rough = most / about;
  const power = base === 10 ? 10 : 1024;
  const magnitude = power ** Math.floor(Math.log(rough) / Math.log(power) + 1e-9);
  const step = magnitude * (STEPS[base].find((one) => one * magnitude >= rough * (1 - 1e-9)) ?? power);
  return { step, max: Math.ceil(most / step - 1e-9) * step };
}
