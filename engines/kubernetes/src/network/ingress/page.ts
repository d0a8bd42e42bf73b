import { STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";

/** Why a request reached no program, and what is to be done. */
export interface Refusal {
  readonly status: 400 | 404 | 414 | 502 | 503 | 504;
  /** What happened. */
  readonly message: string;
  /** What to do. */
  readonly wayOut: string;
  /** When asking again may help. */
  readonly retryAfterSeconds?: number;
}

export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) return void response.destroy();
  const { type, text } = rendered(request, refusal);
  response.writeHead(refusal.status, headersOf(refusal, type, text));
  response.end(request.method === "HEAD" ? undefined : text);
}

/** The same as a whole answer, for a connection that is not spoken HTTP on by Node any more. */
export function refusalText(request: IncomingMessage, refusal: Refusal): string {
  const { type, text } = rendered(request, refusal);
  const headers = Object.entries({ ...headersOf(refusal, type, text), connection: "close" });
  const head = headers.map(([name, value]) => `${name}: ${value}`).join("\r\n");
  return `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${head}\r\n\r\n${text}`;
}

const headersOf = ({ retryAfterSeconds }: Refusal, type: string, text: string) => ({
  ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  "content-type": type,
  "content-length": Buffer.byteLength(text),
  "cache-control": "no-store",
});

function rendered(
  request: IncomingMessage,
  { status, message, wayOut }: Refusal,
): { type: string; text: string } {
  const accept = request.headers.accept ?? "";
  if (accept.includes("json") && !accept.includes("text/html")) {
    return { type: "application/json", text: `${JSON.stringify({ status, message, wayOut })}\n` };
  }
  const title = `${status} ${STATUS_CODES[status]}`;
  if (!accept.includes("text/html"))
    return { type: "text/plain; charset=utf-8", text: `${title}: ${message}. ${wayOut}.\n` };
  return { type: "text/html; charset=utf-8", text: page(title, message, wayOut) };
}

const page = (title: string, message: string, wayOut: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>:root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:18vh auto;padding:0 1.5rem}
h1{font-size:1.25rem}p+p{opacity:.7}</style>
<h1>${escaped(title)}</h1><p>${escaped(message)}.</p><p>${escaped(wayOut)}.</p></html>
`;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? "");
