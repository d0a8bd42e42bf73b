import type { IncomingMessage } from "node:http";
import { parse } from "yaml";
import { isObject, requireDepth } from "../patch/json.ts";
import { ApiError } from "../status.ts";
import { parseProtobuf } from "./protobuf.ts";

/** As upstream's API server has it. */
const mostBytes = 3 * 1024 * 1024;

/** @throws ApiError RequestEntityTooLarge */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) throw new ApiError("RequestEntityTooLarge", `limit is ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** JSON, YAML, or Kubernetes' Protocol Buffers.
 *  @throws ApiError BadRequest, UnsupportedMediaType */
export function parseBody(body: Buffer, mediaType: string): unknown {
  if (mediaType === "application/vnd.kubernetes.protobuf") return parseProtobuf(body);
  if (!/^$|json|yaml/.test(mediaType)) {
    const why = `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`;
    throw new ApiError("UnsupportedMediaType", why);
  }
  const text = body.toString("utf8");
  const value = mediaType.includes("yaml") ? parseYaml(text) : parseJson(text);
  requireDepth(value, "the body");
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError("BadRequest", `couldn't read the body as JSON: ${(error as Error).message}`);
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new ApiError("BadRequest", `couldn't read the body as YAML: ${(error as Error).message}`);
  }
}

/** @throws ApiError BadRequest */
export function requireObject(value: unknown): Record<string, unknown> {
  if (isObject(value)) return value;
  throw new ApiError("BadRequest", "the body is not an object");
}
