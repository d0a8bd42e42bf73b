import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";

const leastBytes = 1024;
const compressible = /^(application\/(json|javascript|manifest\+json|openapi\+json)|text\/|image\/svg\+xml)/;
/** Quality 4 is about as fast as gzip's 6 and smaller. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const encoders = {
  br: (body: Uint8Array) => promisify(brotliCompress)(body, brotli),
  gzip: (body: Uint8Array) => promisify(gzip)(body),
};

/** Compresses text answers of more than 1 KiB, off the main thread. */
export function compression(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers, status } = c.res;
    const encoding = preferred(c.req.header("accept-encoding") ?? "");
    if (!encoding || c.req.method === "HEAD" || headers.has("content-encoding") || !c.res.body) return;
    if (!compressible.test(headers.get("content-type") ?? "")) return;
    const body = new Uint8Array(await c.res.arrayBuffer());
    const answer = new Headers(headers);
    answer.append("vary", "Accept-Encoding");
    if (body.length > leastBytes) answer.set("content-encoding", encoding);
    answer.delete("content-length");
    const bytes = body.length > leastBytes ? await encoders[encoding](body) : body;
    c.res = undefined;
    c.res = new Response(new Uint8Array(bytes), { status, headers: answer });
  };
}

function preferred(accept: string): keyof typeof encoders | undefined {
  const accepted = accept.split(",").map((part) => part.trim());
  const takes = (name: string) =>
    accepted.some((part) => part.split(";")[0] === name && !/;\s*q=0(\.0*)?$/.test(part));
  return takes("br") ? "br" : takes("gzip") ? "gzip" : undefined;
}
