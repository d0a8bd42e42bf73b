/** Shares near 1 are never rounded up: 0.99996 is `99.996 %`, and only 1 is `100 %`. */
export function formatShare(share: number | null): string {
  if (share === null) return "–";
  return `${Math.floor(share * 1e5 + 1e-6) / 1e3} %`;
}

/** A target as it was declared: `99.95 %`. */
export const formatTarget = (target: number): string => `${Number((target * 100).toFixed(6))} %`;
