import { type Access, isAllowed, rulesFor, type User } from "../authorization/rbac.ts";
import type { KubeObject } from "../object.ts";
import { isObject, textOf } from "../patch/json.ts";
import { text } from "../resources/values.ts";
import { builtinType } from "../schema/definitions.ts";
import { ApiError } from "../status.ts";
import { wantedBy } from "./accept.ts";
import { policyOf } from "./access.ts";
import type { Authentication } from "./authenticate.ts";
import { parseBody, readBody, requireObject } from "./body.ts";
import { fieldValidationIn, knownFields } from "./fields.ts";
import type { ApiResource, Extension, ExtensionCall } from "./extension.ts";
import { readPath } from "./request.ts";
import { respond } from "./respond.ts";
import { reviewToken, userInfo } from "./tokens.ts";

/* Questions that are posted and answered, and never stored: `kubectl auth can-i`, `kubectl auth whoami`.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access */

const kinds = {
  "authorization.k8s.io": [
    "SubjectAccessReview",
    "SelfSubjectAccessReview",
    "SelfSubjectRulesReview",
    "LocalSubjectAccessReview",
  ],
  "authentication.k8s.io": ["TokenReview", "SelfSubjectReview"],
} as const;
type Review = (typeof kinds)[keyof typeof kinds][number];

const resourceOf = (kind: Review): ApiResource => ({
  name: `${kind.toLowerCase()}s`,
  singularName: kind.toLowerCase(),
  namespaced: kind === "LocalSubjectAccessReview",
  kind,
  verbs: ["create"],
});

export function reviewExtensions(authentication: Authentication): Extension[] {
  return Object.entries(kinds).map(([group, reviews]) => ({
    group,
    version: "v1",
    resources: reviews.map(resourceOf),
    serve: (call) => serve(authentication, reviews, call),
  }));
}

async function serve(
  authentication: Authentication,
  reviews: readonly Review[],
  { user, request, response, url }: ExtensionCall,
): Promise<void> {
  const path = readPath(url.pathname);
  const review = reviews.find((kind) => resourceOf(kind).name === path?.plural);
  if (!path || !review || path.name !== undefined)
    throw new ApiError("NotFound", "the server could not find the requested resource");
  if (request.method !== "POST")
    throw new ApiError("MethodNotAllowed", "a review is created, and answered, and not kept");
  const sent = requireObject(parseBody(await readBody(request), request.headers["content-type"] ?? ""));
  const type = builtinType(path.group, path.version, review);
  const declared = { kind: review, version: path.version, type: type ?? anything };
  const given = knownFields(sent as KubeObject, declared, fieldValidationIn(url.searchParams), response);
  const wanted = wantedBy(request.headers.accept, url.searchParams);
  respond(response, 201, await answer(authentication, user, review, given), wanted.yaml);
}

const anything = { kind: "any" } as const;

async function answer(
  authentication: Authentication,
  user: User,
  review: Review,
  given: Record<string, unknown>,
): Promise<object> {
  const { store } = authentication;
  if (review === "SelfSubjectReview") return { ...given, status: { userInfo: userInfo(user) } };
  const spec = requireObject(given["spec"]);
  if (review === "TokenReview")
    return { ...given, spec: { ...spec, token: "" }, status: await reviewToken(authentication, spec) };
  if (review === "SelfSubjectRulesReview")
    return { ...given, status: rulesStatus(rulesFor(user, text(spec["namespace"]), policyOf(store))) };
  const subject = review === "SelfSubjectAccessReview" ? user : subjectOf(spec);
  const allowed = isAllowed(subject, accessIn(spec), policyOf(store));
  return { ...given, status: { allowed, ...(!allowed && { reason: "" }) } };
}

const ruleFields = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"];

function rulesStatus(rules: readonly Record<string, unknown>[]): object {
  const told = rules.map((rule) =>
    Object.fromEntries(ruleFields.filter((field) => field in rule).map((field) => [field, rule[field]])),
  );
  return {
    resourceRules: told.filter((rule) => !("nonResourceURLs" in rule)),
    nonResourceRules: told.filter((rule) => "nonResourceURLs" in rule),
    incomplete: false,
  };
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
