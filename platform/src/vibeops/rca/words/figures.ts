/** A duration as people say it: `0.8 ms`, `120 ms`, `2.3 s`. */
export function duration(ms: number): string {
  if (ms >= 60_000) return `${(ms / 60_000).toFixed(1)} min`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 0 : 1)} s`;
  return `${ms.toFixed(ms >= 10 ? 0 : 1)} ms`;
}

/** How long it will be, as people say it. */
export function ahead(minutes: number): { readonly en: string; readonly ko: string } {
  if (minutes < 1) return { en: "in less than a minute", ko: "1분 안에" };
  if (minutes > 120)
    return { en: `in about ${figure(minutes / 60)} h`, ko: `약 ${figure(minutes / 60)}시간 뒤` };
  return { en: `in about ${figure(minutes)} min`, ko: `약 ${figure(minutes)}분 뒤` };
}

/** At most three significant digits, thousands apart. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}

export const percent = (value: number): string => `${figure(value)}%`;

/** A value in its unit, as people say it. */
export function amount(value: number, unit: string): string {
  if (unit === "ms") return duration(value);
  if (unit === "s") return duration(value * 1000);
  if (unit === "By") return bytes(value);
  if (unit === "%") return percent(value);
  if (unit === "1") return figure(value);
  return `${figure(value)} ${unit.replace(/[{}]/g, "")}`.trim();
}

function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10));
  return `${figure(value / 1024 ** power)} ${units[power] ?? ""}`;
}
