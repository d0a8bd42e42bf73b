import type { IncomingMessage } from "node:http";

/** Several values where a header stands several times. */
export type Headers = Record<string, string | string[]>;

/* What a proxy may pass on. Source: RFC 9110, 7.6.1; RFC 9112, 6 and 11.2 */

const ofOneConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // Answered here already.
  "expect",
]);

/** Where a message ends is never decided by what its Connection header names. */
const framing = new Set(["content-length", "transfer-encoding", "host"]);

/** Those that a client may not say of itself. */
const ours = new Set([
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
]);

/** @param message  a request or an answer */
export function endToEnd(message: IncomingMessage): Headers {
  const named = (message.headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  const dropped = new Set(named.filter((name) => !framing.has(name)));
  const kept = Object.entries(message.headersDistinct).filter(
    ([name]) => !ofOneConnection.has(name) && !dropped.has(name),
  );
  return Object.fromEntries(
    kept.map(([name, values = []]) => [name, values.length === 1 ? (values[0] ?? "") : values]),
  );
}

/** What an endpoint is told of a request: who sent it, by which protocol, to which host.
 *  @param proto  `http` or `https` */
export function forwarded(request: IncomingMessage, host: string, proto: string): Headers {
  const passed = Object.entries(endToEnd(request)).filter(([name]) => !ours.has(name));
  return {
    ...Object.fromEntries(passed),
    host,
    ...(request.headers["transfer-encoding"] !== undefined && { "transfer-encoding": "chunked" }),
    "x-forwarded-for": (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    "x-forwarded-host": host,
    "x-forwarded-proto": proto,
  };
}

export const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
