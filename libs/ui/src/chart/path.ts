/** Outlines of a series in a box: `line` above zero, `area` down to it. Nulls are gaps.
 *  The scale starts at zero and ends at the greatest value. */
export function linePath(
  values: readonly (number | null)[],
  width: number,
  height: number,
): { line: string; area: string } {
  const most = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const step = values.length > 1 ? width / (values.length - 1) : width;
  let line = "";
  let area = "";
  let start: number | undefined;
  values.forEach((value, i) => {
    if (value === null) return;
    const x = round(i * step);
    const y = round(height - (most === 0 ? 0 : (value / most) * height));
    const isolated = start === undefined && (values[i + 1] ?? null) === null;
    line += `${start === undefined ? "M" : "L"}${x} ${y}${isolated ? "h1" : ""}`;
    area += start === undefined ? `M${x} ${height}L${x} ${y}` : `L${x} ${y}`;
    start ??= x;
    if ((values[i + 1] ?? null) === null) {
      area += `L${x} ${height}Z`;
      start = undefined;
    }
  });
  return { line, area };
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
