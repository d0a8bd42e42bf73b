import { createHmac, timingSafeEqual } from "node:crypto";

/** A session is a signed end time in the caller's own cookie: `v1.<milliseconds since 1970>.<HMAC-SHA256>`. The
 *  server keeps nothing. */
export const sessionMilliseconds = 12 * 60 * 60 * 1000;
const renewAfterMilliseconds = 10 * 60 * 1000;
const name = "naru_session";

export const issueSession = (key: string, expiresAt: number): string =>
  `v1.${expiresAt}.${sign(key, `v1.${expiresAt}`)}`;

/** @returns when the session ends, milliseconds since 1970; undefined when it is forged or over */
export function readSession(key: string, session: string, now: number): number | undefined {
  const [version, expiresAt, signature] = session.split(".");
  if (!signature || !sameText(signature, sign(key, `${version}.${expiresAt}`))) return undefined;
  return Number(expiresAt) > now ? Number(expiresAt) : undefined;
}

/** A session in use slides on; not at every request, which would send a cookie with each answer. */
export const isDueForRenewal = (expiresAt: number, now: number): boolean =>
  expiresAt - now < sessionMilliseconds - renewAfterMilliseconds;

/** @param maxAgeSeconds 0 deletes the cookie */
export function sessionCookie(session: string, maxAgeSeconds: number, secure: boolean): string {
  const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
  return `${name}=${session}; ${attributes}`;
}

export function sessionInCookies(cookies: string): string | undefined {
  const pairs = cookies.split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Compares in a time that tells nothing of where two texts differ. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

const sign = (key: string, text: string) => createHmac("sha256", key).update(text).digest("base64url");
const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
