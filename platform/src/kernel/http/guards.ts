import type { MiddlewareHandler } from "hono";
import { NaruError } from "../errors.ts";

const headers: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}

/** On a loopback address only this machine's names are served: a page elsewhere whose name was rebound to
 *  127.0.0.1 sends that name as Host and is refused (DNS rebinding).
 *  @param names names without ports; undefined serves every name */
export function knownHosts(names: ReadonlySet<string> | undefined): MiddlewareHandler {
  return async (c, next) => {
    if (names && !names.has(hostName(c.req.header("host") ?? ""))) throw new NaruError("UNKNOWN_HOST");
    await next();
  };
}

/** Browsers say where a write comes from; only our own pages may (cross-site request forgery). */
export function sameOriginWrites(): MiddlewareHandler {
  return async (c, next) => {
    if (!["GET", "HEAD", "OPTIONS"].includes(c.req.method)) requireOwnOrigin(c.req.raw.headers);
    await next();
  };
}

function requireOwnOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  const own = origin === null || (URL.canParse(origin) && new URL(origin).host === headers.get("host"));
  if (!own || headers.get("sec-fetch-site") === "cross-site") throw new NaruError("FOREIGN_ORIGIN");
}

/** `localhost:8800` and `[::1]:8800` without their ports, lower case. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, "");
}
