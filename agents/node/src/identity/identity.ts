import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { IdentitySettings } from "../settings.ts";

/** Who a request belongs to. */
export interface Identity {
  readonly "session.id"?: string;
  readonly "user.id"?: string;
}

const longest = 512;

/** Reads session and user from the headers and cookies that the settings name.
 *
 *  A session id is a key to somebody's account: whoever reads it may act as that person. So it is hashed unless the settings
 *  say otherwise, and the signature of a signed cookie is never part of what is told: `s:ID.SIGNATURE` (express-session) and
 *  `ID.SIGNATURE` are taken as ID. The payload of a JSON Web Token holds personal data: it is hashed whatever the settings say.
 *  A user id can be guessed, so it is hashed with a key or not told at all. */
export function createIdentify(
  settings: IdentitySettings,
): ((headers: IncomingHttpHeaders) => Identity) | undefined {
  const { sessionCookie, sessionHeader, userHeader, hashes, hashKey } = settings;
  if (sessionCookie === undefined && sessionHeader === undefined && userHeader === undefined)
    return undefined;
  const hash = hasher(hashKey);
  const session = (value: string) => {
    const id = withoutSignature(value);
    return hashes.session || isToken(id) ? hash(id) : id;
  };
  const user = (value: string) => {
    if (!hashes.user) return value;
    return hashKey === undefined ? undefined : hash(value);
  };
  return (headers) => {
    const sessionValue = headerOf(headers, sessionHeader) ?? cookieOf(headers.cookie, sessionCookie);
    const userValue = headerOf(headers, userHeader);
    const userId = userValue === undefined ? undefined : user(userValue);
    return {
      ...(sessionValue !== undefined && { "session.id": session(sessionValue) }),
      ...(userId !== undefined && { "user.id": userId }),
    };
  };
}

function headerOf(headers: IncomingHttpHeaders, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first && first.length <= longest ? first : undefined;
}

/** The value of a cookie, decoded.
 *  Source: https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1 */
function cookieOf(header: string | undefined, name: string | undefined): string | undefined {
  if (header === undefined || name === undefined) return undefined;
  const pair = header
    .split(";")
    .map((each) => each.trim())
    .find((each) => each.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1).replace(/^"(.*)"$/, "$1");
  if (!value || value.length > longest * 8) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** `eyJ…` is `{"` in base64url: the header of a JSON Web Token. */
const isToken = (value: string) => value.startsWith("eyJ");

function withoutSignature(value: string): string {
  const bare = value.startsWith("s:") ? value.slice(2) : value;
  const dot = bare.lastIndexOf(".");
  return dot > 0 ? bare.slice(0, dot) : bare;
}

/** 128 bits are enough to tell sessions apart. */
const hasher = (key: string | undefined) => (value: string) =>
  (key === undefined ? createHash("sha256") : createHmac("sha256", key))
    .update(value)
    .digest("hex")
    .slice(0, 32);
