import { randomUUID } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import expressSession, { type Store } from "express-session";
import { sessionHeader, userHeader } from "../chassis/caller.ts";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import { type Language, preferredLanguage } from "./language.ts";

export interface User {
  readonly id: string;
  readonly name: string;
}

export interface Session {
  readonly id: string;
  readonly cartId: string;
  readonly language: Language;
  readonly user?: User | undefined;
}

declare module "express-session" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface SessionData {
    cartId?: string;
    language?: Language;
    user?: User | undefined;
  }
}

const lifetimeMs = 12 * 3_600_000;
const sessions = new WeakMap<Request, Session>();

export const sessionOf = (request: Request): Session => sessions.get(request)!;

/** Finds or opens the visitor's session. It lives in the session store: any replica can serve the next request. While the store is away
 *  everybody is a stranger who may look around. */
export function withSession(store: Store, secret: string): RequestHandler {
  const keep = expressSession({
    name: "shop_session",
    secret,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: "lax", maxAge: lifetimeMs },
  });
  return (request, response, next) => {
    keep(request, response, (error?: unknown) => {
      if (error === undefined) begin(request);
      else log.warn({ err: error }, "no session for this visitor");
      const { session, sessionID } = request;
      const { cartId = "", language = preferredLanguage(request), user } = session ?? {};
      remember(request, { id: session ? sessionID : "", cartId, language, user });
      next();
    });
  };
}

/** For what can't be done without a session. */
export const requireSession: RequestHandler = (request, _response, next) => {
  next(
    sessionOf(request).id === ""
      ? new Problem(503, "sessions_away", "the session store does not answer")
      : undefined,
  );
};

/** Another id for who is known now, so that one that was planted before is worth nothing; the cart comes along. */
export async function signInAs(request: Request, user: User): Promise<void> {
  const { cartId, language } = sessionOf(request);
  await done((told) => request.session.regenerate(told));
  Object.assign(request.session, { cartId, language, user });
  await done((told) => request.session.save(told));
  remember(request, { id: request.sessionID, cartId, language, user });
}

/** Ends the session and with it the cart. */
export async function signOut(request: Request, response: Response): Promise<void> {
  await done((told) => request.session.destroy(told));
  response.clearCookie("shop_session");
}

/** What is asked for in the address wins over what was remembered. */
function begin(request: Request): void {
  const { session, query } = request;
  session.cartId ??= randomUUID();
  if (session.language === undefined || query.lang !== undefined)
    session.language = preferredLanguage(request);
}

/** The edge alone says who is calling: whatever a visitor claims in these headers is overwritten. */
function remember(request: Request, session: Session): void {
  sessions.set(request, session);
  const { headers } = request;
  delete headers[sessionHeader];
  delete headers[userHeader];
  if (session.id !== "") headers[sessionHeader] = session.id;
  if (session.user) headers[userHeader] = session.user.id;
}

async function done(work: (told: (error?: unknown) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  work((error) =>
    error
      ? reject(new Problem(503, "sessions_away", "the session store does not answer", { cause: error }))
      : resolve(),
  );
  await promise;
}
