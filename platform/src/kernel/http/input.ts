import type { Context as HonoContext } from "hono";
import { z } from "zod";
import { NaruError } from "../errors.ts";
import type { Operation } from "../operation.ts";

type Decode = (texts: readonly string[]) => unknown;

/** Reads and validates an operation's input from the path and from the query string or the JSON body.
 *  @returns a function of the request; it throws NaruError INVALID_INPUT with each field and its reason */
export function inputOf(operation: Operation): (c: HonoContext) => Promise<Record<string, unknown>> {
  const decoders = decodersOf(operation.input);
  const inBody = operation.method !== "GET" && operation.method !== "DELETE";
  return async (c) => {
    const given = inBody ? await jsonBody(c) : decodeAll(c.req.queries(), decoders);
    const path = Object.entries(c.req.param()).map(([key, text]) => [key, [text]] as const);
    const parsed = operation.input.safeParse({ ...given, ...decodeAll(Object.fromEntries(path), decoders) });
    if (parsed.success) return parsed.data;
    throw invalid(parsed.error.issues);
  };
}

function invalid(issues: readonly z.core.$ZodIssue[]): NaruError {
  const reasons = issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`);
  return new NaruError("INVALID_INPUT", reasons.join("; "));
}

/** Query strings carry text only: the schema tells what a field's text stands for. What cannot be read is left as
 *  it is, so that validation names it. */
function decodersOf(schema: z.ZodObject): ReadonlyMap<string, Decode> {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input" });
  return new Map(Object.entries(properties).map(([key, property]) => [key, decoderOf(property)]));
}

function decoderOf(property: z.core.JSONSchema._JSONSchema): Decode {
  if (typeof property === "boolean") return first;
  const { type, items } = property;
  if (type === "number" || type === "integer") return (texts) => numberOr(first(texts));
  if (type === "boolean") return (texts) => booleanOr(first(texts));
  if (type !== "array") return first;
  const item = typeof items === "object" && !Array.isArray(items) ? decoderOf(items) : first;
  return (texts) => texts.map((text) => item([text]));
}

const first = (texts: readonly string[]) => texts[0] ?? "";
const numberOr = (text: string) => (text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text));
const booleanOr = (text: string) => (text === "true" ? true : text === "false" ? false : text);

function decodeAll(
  given: Readonly<Record<string, readonly string[]>>,
  decoders: ReadonlyMap<string, Decode>,
) {
  return Object.fromEntries(
    Object.entries(given).map(([key, texts]) => [key, (decoders.get(key) ?? first)(texts)]),
  );
}

async function jsonBody(c: HonoContext): Promise<Record<string, unknown>> {
  const type = c.req.header("content-type") ?? "";
  const text = await c.req.text();
  if (text === "") return {};
  if (!/^application\/([\w.-]+\+)?json\b/.test(type)) throw new NaruError("UNSUPPORTED_MEDIA_TYPE");
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ...body };
  } catch (cause) {
    throw new NaruError("INVALID_INPUT", `The body is not JSON: ${(cause as Error).message}`, { cause });
  }
  throw new NaruError("INVALID_INPUT", "The body is not a JSON object.");
}
