import type { z } from "zod";
import { Problem } from "./problem.ts";

/** What a call needs to know of an operation: its declaration in a feature's `api.ts` fits. */
export interface Callable<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly input: I;
  readonly output: O;
}
export type InputOf<C extends Callable> = z.input<C["input"]>;
export type OutputOf<C extends Callable> = z.output<C["output"]>;

type Fields = Readonly<Record<string, unknown>>;

/** Names in braces go into the path; the rest into the query (arrays as repeated keys) or a JSON body. */
export function requestFor(
  operation: Pick<Callable, "method" | "path">,
  input: Fields,
): { url: string; init: RequestInit } {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  const { method } = operation;
  if (method !== "GET" && method !== "DELETE") {
    const body = JSON.stringify(Object.fromEntries(rest));
    return { url: path, init: { method, body, headers: { "content-type": "application/json" } } };
  }
  const query = new URLSearchParams();
  for (const [name, value] of rest) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item));
  }
  return { url: query.size === 0 ? path : `${path}?${query}`, init: { method } };
}

/** Asks the platform, with the session's cookie.
 *  @throws Problem for every answer that is not a success and when there is none */
export async function call<C extends Callable>(
  operation: C,
  input: InputOf<C>,
  signal?: AbortSignal,
): Promise<OutputOf<C>> {
  const { url, init } = requestFor(operation, input);
  const headers = new Headers(init.headers);
  headers.set("accept-language", document.documentElement.lang);
  const response = await fetch(url, {
    ...init,
    headers,
    signal: signal ?? null,
    credentials: "same-origin",
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new Problem(0, "NETWORK", "", "");
  });
  if (!response.ok) throw await Problem.of(response);
  const answer = await contentOf(response);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the platform checks its answers against the same declaration
  return answer as OutputOf<C>;
}

async function contentOf(response: Response): Promise<unknown> {
  if (response.status === 204) return {};
  const isBytes = response.headers.get("content-type") === "application/octet-stream";
  return isBytes ? new Uint8Array(await response.arrayBuffer()) : response.json();
}
