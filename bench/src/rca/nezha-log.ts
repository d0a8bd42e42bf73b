/** One line of a container's log as Nezha has it. */
export interface LogText {
  readonly body: string;
  /** Nanoseconds since 1970, as the container runtime stamped it. */
  readonly time?: bigint;
  readonly severity: { readonly severityNumber?: number; readonly severityText?: string };
}

/** Reads Docker's JSON around a line, where it is there; the text inside is kept as it is.
 *  @param cell  `{"log": "17:02:12.420 INFO  …\n", "stream": "stdout", "time": "2023-01-29T09:02:12.420319887Z"}` or text */
export function logText(cell: string): LogText {
  const { log, time } = inside(cell);
  const body = (log ?? cell).trim();
  const stamp = time === undefined ? undefined : nanosOf(time);
  return { body, severity: severityOf(body), ...(stamp !== undefined && { time: stamp }) };
}

function inside(cell: string): { log?: string; time?: string } {
  try {
    const parsed: unknown = JSON.parse(cell);
    if (typeof parsed !== "object" || parsed === null) return {};
    const { log, time } = parsed as Record<string, unknown>;
    return typeof log === "string" ? { log, ...(typeof time === "string" && { time }) } : {};
  } catch {
    return {};
  }
}

/** RFC 3339 in UTC with up to nine digits of a second. */
function nanosOf(text: string): bigint | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/.exec(text);
  const seconds = parts ? Date.parse(`${parts[1]}Z`) / 1000 : Number.NaN;
  if (!parts || !(seconds > 0)) return undefined;
  return BigInt(seconds) * 1_000_000_000n + BigInt((parts[2] ?? "").padEnd(9, "0"));
}

/** Source: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const severityNumbers: Readonly<Record<string, number>> = {
  TRACE: 1,
  DEBUG: 5,
  INFO: 9,
  WARN: 13,
  ERROR: 17,
  FATAL: 21,
};

/** The level stands at the beginning of a line, after the time. */
function severityOf(body: string) {
  const level = /^(?:\S+\s+)?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b/.exec(body)?.[1];
  return level === undefined ? {} : { severityText: level, severityNumber: severityNumbers[level] ?? 0 };
}
