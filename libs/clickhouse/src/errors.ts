/** An error that the engine answered, with ClickHouse's own numeric code (159 timeout, 241 memory limit, …). */
export class ClickHouseError extends Error {
  override readonly name = "ClickHouseError";
  readonly code: number;
  readonly type: string;

  constructor(code: number, type: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.type = type;
  }
}

/** The engine can't be reached: it is starting, restarting or gone. The same call may succeed later. */
export class ClickHouseUnavailable extends Error {
  override readonly name = "ClickHouseUnavailable";
}

/** Reads `Code: 159. DB::Exception: … (TIMEOUT_EXCEEDED)`; undefined for any other text. */
export function parseException(text: string): ClickHouseError | undefined {
  const match = /Code: (\d+)\. DB::\w*Exception: ([\s\S]*)/.exec(text);
  if (!match) return undefined;
  const body = match[2] ?? "";
  const types = [...body.matchAll(/\(([A-Z][A-Z0-9_]+)\)/g)];
  return new ClickHouseError(Number(match[1]), types.at(-1)?.[1] ?? "UNKNOWN", body.trim());
}
