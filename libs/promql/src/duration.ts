const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};
const shape = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;
const order = ["y", "w", "d", "h", "m", "s", "ms"];

/** `1h30m` in milliseconds; undefined when it is no duration. `0` needs no unit. */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const found = text === "" ? null : shape.exec(text);
  if (!found) return undefined;
  let total = 0;
  order.forEach((unit, i) => {
    total += Number(found[i + 1] ?? 0) * (unitMs[unit] as number);
  });
  return total;
}

/** Milliseconds as Prometheus writes them: weeks and years only when nothing is left over. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0s";
  let rest = Math.abs(ms);
  let text = ms < 0 ? "-" : "";
  for (const unit of order) {
    const size = unitMs[unit] as number;
    const exact = unit === "y" || unit === "w";
    if (rest < size || (exact && rest % size !== 0)) continue;
    text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return text;
}
