import type { User } from "../authorization/rbac.ts";
import type { KubeObject } from "../object.ts";
import { timestamp } from "../objects/metadata.ts";
import { at, number, text, texts } from "../resources/values.ts";
import { ApiError } from "../status.ts";
import { type Authentication, userOfToken } from "./authenticate.ts";

const usualSeconds = 3600;

/** Answers a TokenRequest: `kubectl create token`.
 *  Source: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 *  @throws ApiError NotFound, Conflict when the object it shall be bound to is not there */
export async function requestToken(
  { store, tokens }: Authentication,
  account: KubeObject,
  request: unknown,
): Promise<object> {
  const { namespace = "", name, uid } = account.metadata;
  const seconds = number(at(request, "spec", "expirationSeconds")) || usualSeconds;
  const audiences = texts(at(request, "spec", "audiences"));
  const reference = at(request, "spec", "boundObjectRef");
  const boundTo = reference === undefined ? undefined : boundObject(store, namespace, reference);
  const subject = { namespace, serviceAccount: { name, uid }, ...(boundTo && { boundTo }) };
  const { token, expires } = await tokens.issue(subject, audiences, seconds, Date.now());
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name, namespace, creationTimestamp: null },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: reference ?? null },
    status: { token, expirationTimestamp: timestamp(expires) },
  };
}

function boundObject(store: Authentication["store"], namespace: string, reference: unknown) {
  const [kind, name, uid] = ["kind", "name", "uid"].map((field) => text(at(reference, field)));
  const found = store.get({
    resource: `${(kind ?? "").toLowerCase()}s`,
    namespace,
    name: name ?? "",
  })?.object;
  if (!kind || !found)
    throw new ApiError("NotFound", `${kind || "object"} ${JSON.stringify(name)} not found`);
  if (uid && uid !== found.metadata.uid) {
    throw new ApiError(
      "Conflict",
      `the UID in the bound object reference (${uid}) does not match the UID in record`,
    );
  }
  return { kind, name: found.metadata.name, uid: found.metadata.uid };
}

/** Answers a TokenReview: whose a token is. */
export async function reviewToken(
  authentication: Authentication,
  spec: Record<string, unknown>,
): Promise<object> {
  const audiences = texts(spec["audiences"]);
  const user = await userOfToken(text(spec["token"]), authentication, audiences[0]);
  if (!user) return { authenticated: false, error: "invalid bearer token" };
  return {
    authenticated: true,
    user: userInfo(user),
    ...(audiences.length > 0 && { audiences: audiences.slice(0, 1) }),
  };
}

export const userInfo = ({ name, groups }: User) => ({ username: name, groups });
