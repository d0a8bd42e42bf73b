import { type Access, isAllowed, type Policy, type User } from "../authorization/rbac.ts";
import { ApiError } from "../status.ts";
import type { Store } from "../store/store.ts";
import type { ResourcePath } from "./request.ts";

const verbs: Readonly<Record<string, string>> = { POST: "create", PUT: "update", PATCH: "patch" };

export function accessOf(method: string, path: ResourcePath, query: URLSearchParams): Access {
  const { group, plural = "", subresource, namespace, name } = path;
  const access = {
    verb: verbs[method] ?? readingVerb(method, name, query),
    group,
    resource: subresource === undefined ? plural : `${plural}/${subresource}`,
    namespace: namespace ?? "",
  };
  return name === undefined ? access : { ...access, name };
}

function readingVerb(method: string, name: string | undefined, query: URLSearchParams): string {
  if (method === "DELETE") return name === undefined ? "deletecollection" : "delete";
  if (query.get("watch") === "true") return "watch";
  return name === undefined ? "list" : "get";
}

/** The roles and bindings that the cluster holds now. */
export function policyOf(store: Store): Policy {
  const object = (resource: string, namespace: string, name: string) =>
    store.get({ resource, namespace, name })?.object;
  const list = (resource: string, namespace?: string) =>
    store.list(resource, { namespace }).entries.map((entry) => entry.object);
  return {
    clusterRoleBindings: () => list("clusterrolebindings.rbac.authorization.k8s.io"),
    roleBindings: (namespace) => list("rolebindings.rbac.authorization.k8s.io", namespace),
    clusterRole: (name) => object("clusterroles.rbac.authorization.k8s.io", "", name),
    role: (namespace, name) => object("roles.rbac.authorization.k8s.io", namespace, name),
  };
}

/** @throws ApiError Forbidden */
export function requireAccess(store: Store, user: User, access: Access): void {
  if (isAllowed(user, access, policyOf(store))) return;
  const { verb, group = "", resource = "", namespace, name = "" } = access;
  const where = namespace ? `in the namespace "${namespace}"` : "at the cluster scope";
  const subject = `User "${user.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  const plural = resource.split("/")[0] ?? "";
  const what = group === "" ? plural : `${plural}.${group}`;
  throw new ApiError("Forbidden", `${what}${name && ` "${name}"`} is forbidden: ${subject}`, {
    ...(name && { name }),
    ...(group && { group }),
    kind: plural,
  });
}
