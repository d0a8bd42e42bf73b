import { STATUS_CODES } from "node:http";
import type { ErrorRequestHandler } from "express";
import { log } from "./log.ts";

/** A failure with an HTTP status and a stable code; rendered as problem details (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "Problem";
    this.status = status;
    this.code = code;
  }
}

/** The body of every answer that is not a success. */
export interface ProblemDetails {
  title: string;
  status: number;
  code: string;
  detail: string;
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // Express says by a status that a request could not be understood, e.g. a body that is not JSON.
  if (error instanceof Error && "status" in error && typeof error.status === "number" && error.status < 500) {
    return new Problem(error.status, "bad_request", error.message, { cause: error });
  }
  return new Problem(500, "internal_error", "unexpected failure", { cause: error });
}

export const renderProblem: ErrorRequestHandler = (error, request, response, _next) => {
  const problem = asProblem(error);
  logProblem(problem, request.method, request.path);
  if (response.headersSent) return;
  const details: ProblemDetails = {
    title: STATUS_CODES[problem.status] ?? "Error",
    status: problem.status,
    code: problem.code,
    detail: problem.message,
  };
  response.status(problem.status).type("application/problem+json").send(JSON.stringify(details));
};

export function logProblem(problem: Problem, method: string, path: string): void {
  const fields = { code: problem.code, status: problem.status, method, path };
  if (problem.status >= 500) log.error({ ...fields, err: problem.cause ?? problem }, problem.message);
  else log.warn(fields, problem.message);
}
