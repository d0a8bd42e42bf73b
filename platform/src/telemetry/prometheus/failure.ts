import { EvaluationError, type FailureReason, ParseError } from "@naru/promql";
import type { ErrorCode } from "#kernel/errors.ts";
import { toNaruError } from "#kernel/failure.ts";

/** How Prometheus tells that something is wrong. */
export interface Failure {
  readonly status: 400 | 404 | 422 | 499 | 500 | 503;
  readonly errorType:
    | "bad_data"
    | "execution"
    | "timeout"
    | "canceled"
    | "internal"
    | "unavailable"
    | "not_found";
  readonly error: string;
}

/** A parameter that can't be read. */
export class BadParameter extends Error {
  override readonly name = "BadParameter";
  constructor(parameter: string, reason: string) {
    super(`invalid parameter ${JSON.stringify(parameter)}: ${reason}`);
  }
}

type Sort = Pick<Failure, "status" | "errorType">;

const reasons: Readonly<Record<FailureReason, Sort>> = {
  invalid: { status: 400, errorType: "bad_data" },
  execution: { status: 422, errorType: "execution" },
  too_many_samples: { status: 422, errorType: "execution" },
  timeout: { status: 503, errorType: "timeout" },
  canceled: { status: 499, errorType: "canceled" },
};

const codes: Readonly<Partial<Record<ErrorCode, Sort>>> = {
  INVALID_INPUT: { status: 400, errorType: "bad_data" },
  INVALID_FILTER: { status: 400, errorType: "bad_data" },
  QUERY_TOO_LARGE: { status: 422, errorType: "execution" },
  QUERY_TIMEOUT: { status: 503, errorType: "timeout" },
  CANCELLED: { status: 499, errorType: "canceled" },
  STORE_UNAVAILABLE: { status: 503, errorType: "unavailable" },
};

/** @returns undefined for what is a fault of ours, which is told and logged in one place for all */
export function failureOf(cause: unknown): Failure | undefined {
  if (cause instanceof BadParameter) return { status: 400, errorType: "bad_data", error: cause.message };
  if (cause instanceof ParseError) {
    return { status: 400, errorType: "bad_data", error: `invalid parameter "query": ${cause.message}` };
  }
  if (cause instanceof EvaluationError) {
    const error = cause.reason === "invalid" ? `invalid parameter "query": ${cause.message}` : cause.message;
    return { ...reasons[cause.reason], error };
  }
  const { code, message } = toNaruError(cause);
  const sort = codes[code];
  return sort && { ...sort, error: message };
}
