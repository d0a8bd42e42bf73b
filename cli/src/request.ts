import { parseArgs } from "node:util";
import type { Operation } from "@naru/platform/kernel/operation.ts";
import { z } from "zod";
import { pathFields } from "./operations.ts";

/** A request as the command line asks for it. */
export interface Request {
  readonly method: Operation["method"];
  /** Path with its query string. */
  readonly target: string;
  readonly body: string | undefined;
  readonly json: boolean;
}

export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads `--field value` for each field of the operation's input. Fields of the path may also stand alone, in their
 *  order; a field that is a list may be given again and again.
 *  @throws UsageError naming what is wrong */
export function readRequest(operation: Operation, argv: readonly string[]): Request {
  const fields = z.toJSONSchema(operation.input, { io: "input" }).properties ?? {};
  const { values, positionals } = parse(argv, fields);
  const given: Record<string, unknown> = { ...values };
  const inPath = pathFields(operation);
  for (const [index, text] of positionals.entries()) {
    const field = inPath[index];
    if (field === undefined) throw new UsageError(`${text}: this command takes no further argument`);
    given[field] ??= text;
  }
  const missing = inPath.find((field) => typeof given[field] !== "string");
  if (missing !== undefined) throw new UsageError(`--${missing} is missing`);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, field: string) =>
    encodeURIComponent(String(given[field])),
  );
  const others = Object.entries(given).filter(([field]) => field in fields && !inPath.includes(field));
  const inBody = operation.method !== "GET" && operation.method !== "DELETE";
  return {
    method: operation.method,
    target: inBody ? path : withQuery(path, others),
    body: inBody
      ? JSON.stringify(
          Object.fromEntries(others.map(([field, value]) => [field, typed(value, fields[field])])),
        )
      : undefined,
    json: values.json === true,
  };
}

function parse(argv: readonly string[], fields: Record<string, z.core.JSONSchema._JSONSchema>) {
  const options = Object.entries(fields).map(([field, schema]) => {
    const multiple = typeof schema === "object" && schema.type === "array";
    return [field, { type: "string" as const, multiple }] as const;
  });
  try {
    return parseArgs({
      args: [...argv],
      options: { ...Object.fromEntries(options), json: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (cause) {
    const [problem] = (cause as Error).message.split(". ");
    throw new UsageError(problem, { cause });
  }
}

/** What was typed, as JSON has it; what does not fit stays as it is, for the platform to say so. */
function typed(value: unknown, schema: z.core.JSONSchema._JSONSchema | undefined): unknown {
  if (typeof schema !== "object") return value;
  const items = schema.items as z.core.JSONSchema._JSONSchema | undefined;
  if (Array.isArray(value)) return value.map((each) => typed(each, items));
  if (!["number", "integer", "boolean", "object"].includes(String(schema.type))) return value;
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return value;
  }
}

function withQuery(path: string, fields: readonly (readonly [string, unknown])[]): string {
  const pairs = fields.flatMap(([field, value]) => [value].flat().map((each) => [field, String(each)]));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}
