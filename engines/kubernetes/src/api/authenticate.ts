import type { IncomingMessage } from "node:http";
import type { PeerCertificate, TLSSocket } from "node:tls";
import type { User } from "../authorization/rbac.ts";
import type { StaticTokens } from "../identity/static-tokens.ts";
import { apiAudience, type Tokens, type TokenSubject } from "../identity/tokens.ts";
import { ApiError } from "../status.ts";
import type { Store } from "../store/store.ts";

export interface Authentication {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly staticTokens: StaticTokens;
}

/** Who asks: by a client's certificate of this cluster's own authority, or by a token.
 *  @throws ApiError Unauthorized
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
export async function userOf(request: IncomingMessage, authentication: Authentication): Promise<User> {
  const socket = request.socket as TLSSocket;
  if (socket.authorized) return certified(socket);
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const user = token === undefined ? undefined : await userOfToken(token, authentication);
  if (!user) throw new ApiError("Unauthorized", "Unauthorized");
  return user;
}

const everybody = "system:authenticated";

const certifiedUsers = new WeakMap<TLSSocket, User>();

/** Read once a connection: unpacking a certificate takes longer than many a request. */
function certified(socket: TLSSocket): User {
  const known = certifiedUsers.get(socket) ?? userOfCertificate(socket.getPeerCertificate());
  certifiedUsers.set(socket, known);
  return known;
}

function userOfCertificate({ subject }: PeerCertificate): User {
  const { CN = "", O } = subject as { CN?: string; O?: string | string[] };
  return { name: CN, groups: [...(Array.isArray(O) ? O : O === undefined ? [] : [O]), everybody] };
}

/** @returns undefined when the token is nobody's */
export async function userOfToken(
  token: string,
  { store, tokens, staticTokens }: Authentication,
  audience = apiAudience,
): Promise<User | undefined> {
  const known = staticTokens(token);
  if (known) return { ...known, groups: [...known.groups, everybody] };
  const subject = await tokens.read(token, audience, Date.now());
  return subject && isStill(store, subject) ? userOfAccount(subject) : undefined;
}

/** An account's token ends with the account, and with the pod that it was made for. */
function isStill(store: Store, { namespace, serviceAccount, boundTo }: TokenSubject): boolean {
  const uidOf = (resource: string, name: string) =>
    store.get({ resource, namespace, name })?.object.metadata.uid;
  if (uidOf("serviceaccounts", serviceAccount.name) !== serviceAccount.uid) return false;
  return boundTo === undefined || uidOf(`${boundTo.kind.toLowerCase()}s`, boundTo.name) === boundTo.uid;
}

const userOfAccount = ({ namespace, serviceAccount: { name } }: TokenSubject): User => ({
  name: `system:serviceaccount:${namespace}:${name}`,
  groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, everybody],
});
