import {
  createHash,
  generateKeyPairSync,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
} from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { jwtVerify, SignJWT } from "jose";
import { randomUUID } from "node:crypto";

/** Whom a token speaks for. */
export interface TokenSubject {
  readonly namespace: string;
  readonly serviceAccount: { readonly name: string; readonly uid: string };
  /** The token ends with this object. */
  readonly boundTo?: { readonly kind: string; readonly name: string; readonly uid: string };
}

export interface IssuedToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export const apiAudience = "https://kubernetes.default.svc.cluster.local";
export const algorithm = "ES256";
const leastSeconds = 600;
const mostSeconds = 2 ** 32;
const own = "kubernetes.io";

/** Signs and reads the tokens of ServiceAccounts.
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens */
export class Tokens {
  readonly #private: KeyObject;
  readonly #public: KeyObject;
  readonly #keyId: string;

  constructor(privateKey: KeyObject) {
    this.#private = privateKey;
    this.#public = createPublicKey(privateKey);
    const der = this.#public.export({ type: "spki", format: "der" });
    this.#keyId = createHash("sha256").update(der).digest("base64url");
  }

  /** @param audiences  the API itself when there are none
   *  @param seconds    how long it lasts; ten minutes at least */
  async issue(
    { namespace, serviceAccount, boundTo }: TokenSubject,
    audiences: readonly string[],
    seconds: number,
    now: number,
  ): Promise<IssuedToken> {
    const issuedAt = Math.floor(now / 1000);
    const expires = issuedAt + Math.min(mostSeconds, Math.max(leastSeconds, seconds));
    const bound = boundTo && { [boundTo.kind.toLowerCase()]: { name: boundTo.name, uid: boundTo.uid } };
    const claims = { [own]: { namespace, serviceaccount: serviceAccount, ...bound } };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: this.#keyId })
      .setIssuer(apiAudience)
      .setSubject(`system:serviceaccount:${namespace}:${serviceAccount.name}`)
      .setAudience(audiences.length > 0 ? [...audiences] : [apiAudience])
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(expires)
      .setJti(randomUUID())
      .sign(this.#private);
    return { token, expires: expires * 1000 };
  }

  /** By which others know our tokens, as a JSON Web Key Set. */
  keySet(): { readonly keys: readonly object[] } {
    const key = this.#public.export({ format: "jwk" });
    return { keys: [{ ...key, use: "sig", kid: this.#keyId, alg: algorithm }] };
  }

  /** @returns undefined when it is none of ours, is over, or is meant for others */
  async read(token: string, audience: string, now: number): Promise<TokenSubject | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#public, {
        issuer: apiAudience,
        audience,
        algorithms: [algorithm],
        currentDate: new Date(now),
      });
      return subjectIn(payload[own]);
    } catch {
      return undefined;
    }
  }
}

interface Claims {
  namespace: string;
  serviceaccount: { name: string; uid: string };
  pod?: { name: string; uid: string };
  secret?: { name: string; uid: string };
}

function subjectIn(claims: unknown): TokenSubject | undefined {
  const { namespace, serviceaccount, pod, secret } = (claims ?? {}) as Partial<Claims>;
  if (namespace === undefined || serviceaccount === undefined) return undefined;
  const boundTo = pod ? { kind: "Pod", ...pod } : secret && { kind: "Secret", ...secret };
  return { namespace, serviceAccount: serviceaccount, ...(boundTo && { boundTo }) };
}

/** The key that signs, kept in a file of mode 0600. */
export async function openTokens(file: string): Promise<Tokens> {
  const kept = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
  if (kept !== undefined) return new Tokens(createPrivateKey(kept));
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  return new Tokens(privateKey);
}
