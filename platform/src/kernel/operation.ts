import { z } from "zod";

/** What a caller must be allowed to do. `public` needs no sign-in. */
export type Permission =
  | "public"
  | "telemetry:read"
  | "kubernetes:read"
  | "kubernetes:write"
  | "platform:read"
  | "platform:write";

/** One operation of the platform, declared once and served as an HTTP route, an OpenAPI entry, a typed
 *  console call and a command of the CLI.
 *
 *  `path` is an OpenAPI path (`/api/traces/{traceId}`). Names in braces are taken from the path; the other
 *  input fields from the query string (GET, DELETE) or from the JSON body (POST, PUT, PATCH). */
export interface Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly summary: { readonly en: string; readonly ko: string };
  readonly input: Input;
  readonly output: Output;
  readonly permission: Permission;
  readonly effect: "read" | "write";
}

/** The output of an operation that answers with bytes of a form of its own (`application/octet-stream`): for answers
 *  of which JSON would be several times as large. */
export const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);

/** Keeps the schemas' exact types, so that callers and handlers are checked against them. */
export function operation<const I extends z.ZodObject, const O extends z.ZodType>(
  declaration: Operation<I, O>,
): Operation<I, O> {
  return declaration;
}

/** What a caller may pass: defaults are optional here. */
export type OperationInput<T extends Operation> = z.input<T["input"]>;
/** What the caller receives. */
export type OperationOutput<T extends Operation> = z.output<T["output"]>;
