import { randomUUID } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import { sessionHeader, userHeader } from "../chassis/caller.ts";
import type { Queryable } from "../chassis/database.ts";
import { readCookie, sign, unsign } from "./cookie.ts";
import { type Language, preferredLanguage } from "./language.ts";

export interface Session {
  id: string;
  cartId: string;
  language: Language;
  user?: { id: string; name: string };
}

const cookieName = "shop_session";
const lifetimeHours = 12;
const sessions = new WeakMap<Request, Session>();

export const sessionOf = (request: Request): Session => sessions.get(request)!;

/** Finds or opens the visitor's session. It lives in the database: any replica can serve the next request. */
export function withSession(database: Queryable, secret: string): RequestHandler {
  return async (request, response, next) => {
    const signed = readCookie(request.headers.cookie, cookieName);
    const id = signed && unsign(signed, secret);
    const session =
      (id && (await readSession(database, id))) || (await openSession(database, request, response, secret));
    await followLanguage(database, session, request);
    sessions.set(request, session);
    stampIdentity(request, session);
    next();
  };
}

/** @returns how many sessions had expired */
export async function forgetExpiredSessions(database: Queryable): Promise<number> {
  const { rowCount } = await database.query("DELETE FROM session WHERE expires_at < now()");
  return rowCount ?? 0;
}

async function readSession(database: Queryable, id: string): Promise<Session | undefined> {
  const { rows } = await database.query<Session & { userId: string | null; userName: string }>(
    `SELECT s.id, cart_id AS "cartId", language, a.id AS "userId", a.name AS "userName"
     FROM session s LEFT JOIN account a ON a.id = account_id WHERE s.id = $1 AND expires_at > now()`,
    [id],
  );
  if (!rows[0]) return undefined;
  const { userId, userName, ...session } = rows[0];
  return userId === null ? session : { ...session, user: { id: userId, name: userName } };
}

async function openSession(
  database: Queryable,
  request: Request,
  response: Response,
  secret: string,
): Promise<Session> {
  const session = { id: randomUUID(), cartId: randomUUID(), language: preferredLanguage(request) };
  await database.query(
    `INSERT INTO session (id, cart_id, language, expires_at) VALUES ($1, $2, $3, now() + $4 * interval '1 hour')`,
    [session.id, session.cartId, session.language, lifetimeHours],
  );
  response.cookie(cookieName, sign(session.id, secret), {
    httpOnly: true,
    sameSite: "lax",
    encode: String,
    maxAge: lifetimeHours * 3_600_000,
  });
  return session;
}

async function followLanguage(database: Queryable, session: Session, request: Request): Promise<void> {
  const asked = request.query.lang;
  if ((asked !== "ko" && asked !== "en") || asked === session.language) return;
  session.language = asked;
  await database.query("UPDATE session SET language = $2 WHERE id = $1", [session.id, asked]);
}

/** The edge alone says who is calling: whatever a visitor claims in these headers is overwritten. */
function stampIdentity({ headers }: Request, { id, user }: Session): void {
  headers[sessionHeader] = id;
  delete headers[userHeader];
  if (user) headers[userHeader] = user.id;
}
