import type { IncomingMessage } from "node:http";
import { type Access, isAllowed, type User } from "../authorization/rbac.ts";
import { isObject, textOf } from "../patch/json.ts";
import type { Authentication } from "./authenticate.ts";
import { policyOf, requireAccess } from "./access.ts";
import { parseBody, readBody, requireObject } from "./body.ts";
import type { ResourcePath } from "./request.ts";
import { reviewToken, userInfo } from "./tokens.ts";

/* Questions that are posted and answered, and never stored: `kubectl auth can-i`, `kubectl auth whoami`.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access */

const reviews = new Map([
  ["authorization.k8s.io/v1/selfsubjectaccessreviews", "SelfSubjectAccessReview"],
  ["authorization.k8s.io/v1/subjectaccessreviews", "SubjectAccessReview"],
  ["authentication.k8s.io/v1/selfsubjectreviews", "SelfSubjectReview"],
  ["authentication.k8s.io/v1/tokenreviews", "TokenReview"],
] as const);
type Review = typeof reviews extends Map<unknown, infer Kind> ? Kind : never;

export function reviewOf({ group, version, plural, name }: ResourcePath, method: string | undefined) {
  if (method !== "POST" || name !== undefined) return undefined;
  return (reviews as ReadonlyMap<string, Review>).get(`${group}/${version}/${plural}`);
}

/** @throws ApiError BadRequest; Forbidden when somebody else's rights are none of the user's business */
export async function answerReview(
  authentication: Authentication,
  user: User,
  review: Review,
  request: IncomingMessage,
): Promise<object> {
  const given = requireObject(parseBody(await readBody(request), request.headers["content-type"] ?? ""));
  if (review === "SelfSubjectReview") return { ...given, status: { userInfo: userInfo(user) } };
  const { store } = authentication;
  const spec = requireObject(given["spec"]);
  if (review === "TokenReview") {
    requireAccess(store, user, { verb: "create", group: "authentication.k8s.io", resource: "tokenreviews" });
    return { ...given, spec: { ...spec, token: "" }, status: await reviewToken(authentication, spec) };
  }
  if (review === "SubjectAccessReview") {
    const access = { verb: "create", group: "authorization.k8s.io", resource: "subjectaccessreviews" };
    requireAccess(store, user, access);
  }
  const subject = review === "SubjectAccessReview" ? subjectOf(spec) : user;
  const allowed = isAllowed(subject, accessIn(spec), policyOf(store));
  return { ...given, status: { allowed, ...(!allowed && { reason: "" }) } };
}

function subjectOf({ user, groups }: Record<string, unknown>): User {
  return {
    name: textOf(user ?? ""),
    groups: Array.isArray(groups) ? groups.filter((each) => typeof each === "string") : [],
  };
}

function accessIn({ resourceAttributes, nonResourceAttributes }: Record<string, unknown>): Access {
  if (isObject(nonResourceAttributes)) {
    return {
      verb: textOf(nonResourceAttributes["verb"] ?? ""),
      path: textOf(nonResourceAttributes["path"] ?? ""),
    };
  }
  const given = isObject(resourceAttributes) ? resourceAttributes : {};
  const { verb, group, resource, subresource, namespace, name } = given;
  const access = {
    verb: textOf(verb ?? ""),
    group: textOf(group ?? ""),
    resource: subresource ? `${textOf(resource)}/${textOf(subresource)}` : textOf(resource ?? ""),
    namespace: textOf(namespace ?? ""),
  };
  return name ? { ...access, name: textOf(name) } : access;
}
