import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context as HonoContext, type Handler as HonoHandler, Hono } from "hono";
import type { Context, Feature, Handler } from "../feature.ts";
import type { Permission } from "../operation.ts";
import { inputOf } from "./input.ts";

/** Who calls, and what the answer must carry so that they stay signed in. */
export interface Caller {
  readonly user: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Decides whether a request may do what `permission` names.
 *  @param client address of the caller, as the socket tells it
 *  @throws NaruError UNAUTHENTICATED, FORBIDDEN or TOO_MANY_ATTEMPTS */
export type Authorize = (request: Headers, permission: Permission, client: string) => Caller;

/** Puts what answers a request behind a permission; `name` is what its telemetry calls it. */
export type Guard = (permission: Permission, name: string, run: HonoHandler) => HonoHandler;

declare module "hono" {
  interface ContextVariableMap {
    caller?: Caller;
    operation?: string;
  }
}

export function guardWith(authorize: Authorize): Guard {
  return (permission, name, run) => async (c, next) => {
    c.set("operation", name);
    if (permission !== "public") admit(c, authorize(c.req.raw.headers, permission, clientOf(c)));
    return run(c, next);
  };
}

/** Serves every operation from its declaration. */
export function operationRoutes(app: Hono, handlers: readonly Handler[], guard: Guard): void {
  for (const handler of handlers) {
    const { method, path, permission, name } = handler.operation;
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ":$1"), guard(permission, name, answer(handler)));
  }
}

/** Serves what features register themselves: always behind the permission that they name. */
export function foreignRoutes(app: Hono, features: readonly Feature[], guard: Guard): void {
  for (const { name, routes } of features) {
    if (!routes) continue;
    const own = new Hono();
    routes.register(own);
    for (const { method, path, handler } of own.routes) {
      app.on(method, path, guard(routes.permission, `${name} ${path}`, handler));
    }
  }
}

function answer(handler: Handler): HonoHandler {
  const readInput = inputOf(handler.operation);
  return async (c) => {
    const input = await readInput(c);
    c.header("cache-control", "no-store");
    const answered = await handler.run(input, contextOf(c));
    if (!(answered instanceof Uint8Array)) return c.json(answered);
    return c.body(answered as Uint8Array<ArrayBuffer>, 200, { "content-type": "application/octet-stream" });
  };
}

function admit(c: HonoContext, caller: Caller): void {
  c.set("caller", caller);
  for (const [name, value] of Object.entries(caller.headers ?? {})) c.header(name, value);
}

function contextOf(c: HonoContext): Context {
  return {
    signal: c.req.raw.signal,
    user: c.var.caller?.user,
    client: clientOf(c),
    secure: c.req.header("x-forwarded-proto") === "https",
    setHeader: (name, value) => c.header(name, value),
  };
}

/** Without a socket, as when a test calls the application directly, there is no address. */
function clientOf(c: HonoContext): string {
  return c.env?.incoming ? (getConnInfo(c).remote.address ?? "") : "";
}
