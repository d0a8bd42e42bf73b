import type { ErrorHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { errorBody, NaruError } from "../errors.ts";
import { toNaruError } from "../failure.ts";
import type { Logger } from "../log.ts";

/** The one place where an error becomes an answer. */
export function renderFailure(log: Logger): ErrorHandler {
  return (cause, c) => {
    const error = c.req.raw.signal.aborted
      ? new NaruError("CANCELLED", undefined, { cause })
      : toNaruError(cause);
    if (error.status >= 500) {
      log.error({ err: error.cause ?? error, code: error.code, path: c.req.path }, error.message);
    }
    if (error.retryAfterSeconds !== undefined) c.header("retry-after", String(error.retryAfterSeconds));
    if (error.status === 401) c.header("www-authenticate", 'Bearer realm="naru"');
    c.header("cache-control", "no-store");
    return c.json(errorBody(error), error.status as ContentfulStatusCode);
  };
}
