import type { Hono } from "hono";
import type { z } from "zod";
import type { MetricFamily } from "./metrics.ts";
import type { Operation, OperationOutput, Permission } from "./operation.ts";

/** One part of the product, as the composition root sees it. Features start in the order of their list and stop
 *  in reverse. */
export interface Feature {
  readonly name: string;
  readonly operations?: readonly Handler[];
  /** Routes of foreign protocols, which are no operations of ours. */
  readonly routes?: Routes;
  /** Whether the feature can do its work now. */
  readiness?(): Readiness | Promise<Readiness>;
  /** The feature's own telemetry, read at each scrape. */
  metrics?(): readonly MetricFamily[];
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

export interface Routes {
  /** What the caller of any of these routes must be allowed to do. */
  readonly permission: Permission;
  register(app: Hono): void;
}

/** `reason` is shown to anybody who can reach the port: one plain sentence without internals. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** What a handler may know of the request besides its input. */
export interface Context {
  /** Fires when the caller leaves. */
  readonly signal: AbortSignal;
  /** Who is signed in; undefined in public operations. */
  readonly user: string | undefined;
  /** Address of the caller, as the socket tells it. */
  readonly client: string;
  /** Whether the caller came over TLS, by its own word or by that of a proxy. */
  readonly secure: boolean;
  readonly setHeader: (name: string, value: string) => void;
}

/** An operation together with the function that carries it out. */
export interface Handler {
  readonly operation: Operation;
  run(input: unknown, context: Context): unknown;
}

/** Binds an operation to its function, typed by the operation's schemas. The input has been validated. */
export function handle<O extends Operation>(
  operation: O,
  run: (input: z.output<O["input"]>, context: Context) => OperationOutput<O> | Promise<OperationOutput<O>>,
): Handler {
  return { operation, run: (input, context) => run(input as z.output<O["input"]>, context) };
}
