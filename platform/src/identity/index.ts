import { join } from "node:path";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { NaruError } from "#kernel/errors.ts";
import { type Feature, handle } from "#kernel/feature.ts";
import type { Authorize } from "#kernel/http.ts";
import { signIn, signOut, whoAmI } from "./api.ts";
import { secretIn } from "./secret-file.ts";
import {
  isDueForRenewal,
  issueSession,
  readSession,
  sameText,
  sessionCookie,
  sessionInCookies,
  sessionMilliseconds,
} from "./session.ts";
import { throttle } from "./throttle.ts";

export { secretIn } from "./secret-file.ts";
export interface IdentityOptions {
  /** Holds the access token (`token`) and the key that signs sessions (`session-key`). */
  readonly dataFolder: string;
  readonly version: string;
  /** Where telemetry goes, as shown to whoever is signed in. */
  readonly otlp: { readonly http: string; readonly grpc: string };
  readonly clock?: Clock;
}

export interface Identity {
  readonly feature: Feature;
  readonly authorize: Authorize;
  readonly token: string;
}

/** The only user there is: whoever holds the access token may do everything. */
const user = "admin";

/** @throws NaruError START_FAILED when a secret's file is not private */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const token = await secretIn(join(options.dataFolder, "token"));
  const key = await secretIn(join(options.dataFolder, "session-key"));
  const clock = options.clock ?? systemClock;
  const attempts = throttle(clock);

  const checkToken = (given: string, client: string) => {
    attempts.check(client);
    if (sameText(given, token)) return attempts.succeeded(client);
    attempts.failed(client);
    throw new NaruError("UNAUTHENTICATED", "The access token is not the right one.");
  };
  const freshCookie = (secure: boolean) =>
    sessionCookie(issueSession(key, clock.now() + sessionMilliseconds), sessionMilliseconds / 1000, secure);

  const authorize: Authorize = (headers, _permission, client) => {
    const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (bearer !== undefined) {
      checkToken(bearer, client);
      return { user };
    }
    const expiresAt = readSession(key, sessionInCookies(headers.get("cookie") ?? "") ?? "", clock.now());
    if (expiresAt === undefined) throw new NaruError("UNAUTHENTICATED");
    if (!isDueForRenewal(expiresAt, clock.now())) return { user };
    return { user, headers: { "set-cookie": freshCookie(headers.get("x-forwarded-proto") === "https") } };
  };

  const feature: Feature = {
    name: "identity",
    operations: [
      handle(signIn, ({ token: given }, { client, secure, setHeader }) => {
        checkToken(given, client);
        setHeader("set-cookie", freshCookie(secure));
        return { expiresAt: clock.now() + sessionMilliseconds };
      }),
      handle(signOut, (_input, { secure, setHeader }) => {
        setHeader("set-cookie", sessionCookie("", 0, secure));
        return {};
      }),
      handle(whoAmI, (_input, context) => ({
        user: context.user ?? user,
        version: options.version,
        otlp: options.otlp,
      })),
    ],
  };
  return { feature, authorize, token };
}

/** The link that signs its holder in. The token is in the fragment, which browsers do not send. */
export const startLink = (address: { host: string; port: number }, token: string): string =>
  `${origin(address)}/#token=${token}`;

/** `http://127.0.0.1:8800`; an address that means "all" becomes one that can be opened. */
export function origin({ host, port }: { host: string; port: number }): string {
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
}
