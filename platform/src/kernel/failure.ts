import { ClickHouseError, ClickHouseUnavailable } from "@naru/clickhouse";
import { NaruError } from "./errors.ts";

/* ClickHouse's own error numbers: src/Common/ErrorCodes.cpp. */
const tooLong = new Set([159, 160, 209]);
const tooLarge = new Set([158, 191, 241, 307, 396]);
const cancelled = new Set([394]);
const away = new Set([202, 203, 210, 236, 279]);
const badPattern = 427;
/** Gives any error its code. What is not known to be a person's matter becomes INTERNAL, with the cause kept for
 *  the log. */
export function toNaruError(error: unknown): NaruError {
  if (error instanceof NaruError) return error;
  if (error instanceof ClickHouseUnavailable) return unavailable(error);
  if (error instanceof ClickHouseError) return fromStore(error);
  if (error instanceof Error && error.name === "AbortError")
    return new NaruError("CANCELLED", undefined, { cause: error });
  return new NaruError("INTERNAL", undefined, { cause: error });
}

function fromStore(cause: ClickHouseError): NaruError {
  const { code } = cause;
  if (tooLong.has(code)) return new NaruError("QUERY_TIMEOUT", undefined, { cause });
  if (tooLarge.has(code)) return new NaruError("QUERY_TOO_LARGE", undefined, { cause });
  if (cancelled.has(code)) return new NaruError("CANCELLED", undefined, { cause });
  if (away.has(code)) return unavailable(cause);
  if (code !== badPattern) return new NaruError("INTERNAL", undefined, { cause });
  return new NaruError("INVALID_FILTER", "The regular expression is not valid (RE2 syntax).", { cause });
}

const unavailable = (cause: Error) =>
  new NaruError("STORE_UNAVAILABLE", undefined, { cause, retryAfterSeconds: 5 });
