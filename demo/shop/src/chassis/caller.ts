import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingHttpHeaders } from "node:http";
import type { RequestHandler } from "express";

/** On whose behalf a request is served. The storefront, being the edge, decides it; every service behind passes it on. */
export interface Caller {
  sessionId?: string;
  userId?: string;
}

const callers = new AsyncLocalStorage<Caller>();

export const sessionHeader = "x-session-id";
export const userHeader = "x-user-id";

export const currentCaller = (): Caller => callers.getStore() ?? {};

export const rememberCaller: RequestHandler = (request, _response, next) => {
  callers.run(callerOf(request.headers), next);
};

export function callerHeaders(caller: Caller): Record<string, string> {
  return {
    ...(caller.sessionId && { [sessionHeader]: caller.sessionId }),
    ...(caller.userId && { [userHeader]: caller.userId }),
  };
}

function callerOf(headers: IncomingHttpHeaders): Caller {
  const sessionId = headers[sessionHeader];
  const userId = headers[userHeader];
  return {
    ...(typeof sessionId === "string" && { sessionId }),
    ...(typeof userId === "string" && { userId }),
  };
}
