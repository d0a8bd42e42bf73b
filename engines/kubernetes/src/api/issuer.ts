import { algorithm, apiAudience, type Tokens } from "../identity/tokens.ts";

const keysPath = "/openid/v1/jwks";

/** What tells others how to know this cluster's tokens; undefined for every other path.
 *  @param host  by which the API was asked: `127.0.0.1:6443`
 *  Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery */
export function issuerAt(
  pathname: string,
  host: string,
  tokens: Tokens,
): { readonly document: object; readonly type: string } | undefined {
  if (pathname === keysPath) return { document: tokens.keySet(), type: "application/jwk-set+json" };
  if (pathname !== "/.well-known/openid-configuration") return undefined;
  const document = {
    issuer: apiAudience,
    jwks_uri: `https://${host}${keysPath}`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [algorithm],
  };
  return { document, type: "application/json" };
}
