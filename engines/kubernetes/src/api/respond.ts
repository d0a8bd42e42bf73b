import type { ServerResponse } from "node:http";
import { stringify } from "yaml";
import { ApiError } from "../status.ts";

/** Any error as Kubernetes tells it. What is not meant for clients is not told. */
export function statusOf(error: unknown): object {
  const known = error instanceof ApiError ? error : new ApiError("InternalError", "an error on the server");
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: { ...(known.continue !== undefined && { continue: known.continue }) },
    status: "Failure",
    message: known.message,
    reason: known.reason,
    ...(Object.keys(known.details).length > 0 && { details: known.details }),
    code: known.code,
  };
}

export function respond(
  response: ServerResponse,
  code: number,
  value: object,
  yaml = false,
  jsonType = "application/json",
): void {
  if (yaml) respondText(response, code, stringify(value), "application/yaml");
  else respondText(response, code, `${JSON.stringify(value)}\n`, jsonType);
}

export function respondText(
  response: ServerResponse,
  code: number,
  text: string | Buffer,
  type = "application/json",
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(code, {
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-cache, private",
  });
  response.end(text);
}

export function respondError(response: ServerResponse, error: unknown): void {
  const code = error instanceof ApiError ? error.code : 500;
  if (error instanceof ApiError && error.details.retryAfterSeconds !== undefined && !response.headersSent) {
    response.setHeader("Retry-After", String(error.details.retryAfterSeconds));
  }
  respond(response, code, statusOf(error));
}
