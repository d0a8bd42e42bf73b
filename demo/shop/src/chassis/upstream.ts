import { callerHeaders, currentCaller } from "./caller.ts";
import { Problem, type ProblemDetails } from "./problem.ts";

/** A service that this one calls over HTTP. Every method throws a {@link Problem}. */
export interface Upstream {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  delete(path: string): Promise<void>;
}

/** @param timeoutMs  time allowed for one call, connecting and reading included */
export function upstream(name: string, baseUrl: string, timeoutMs = 5000): Upstream {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await send(method, path, body);
    if (response.ok) return JSON.parse((await response.text()) || "null");
    const details = await problemDetails(response);
    if (response.status < 500) throw new Problem(response.status, details.code, details.detail);
    throw new Problem(502, "upstream_failed", `${name} answered ${response.status}: ${details.detail}`);
  }

  async function send(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await fetch(new URL(path, baseUrl), {
        method,
        headers: {
          ...callerHeaders(currentCaller()),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      throw cause instanceof DOMException && cause.name === "TimeoutError"
        ? new Problem(504, "upstream_timeout", `${name} did not answer within ${timeoutMs} ms`, { cause })
        : new Problem(502, "upstream_unreachable", `${name} cannot be reached`, { cause });
    }
  }

  return {
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    delete: (path) => call("DELETE", path),
  };
}

async function problemDetails(response: Response): Promise<Pick<ProblemDetails, "code" | "detail">> {
  const unexplained = { code: "unexplained", detail: response.statusText };
  return response.json().catch(() => unexplained);
}
