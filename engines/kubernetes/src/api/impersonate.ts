import type { IncomingMessage } from "node:http";
import type { User } from "../authorization/rbac.ts";
import { ApiError } from "../status.ts";
import type { Store } from "../store/store.ts";
import { requireAccess } from "./access.ts";

const everybody = "system:authenticated";
const account = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Whom a request is to be taken as coming from: `kubectl --as`.
 *  @throws ApiError Forbidden when the user may not be that one; BadRequest
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
export function impersonated(store: Store, user: User, { headersDistinct }: IncomingMessage): User {
  const [name = ""] = headersDistinct["impersonate-user"] ?? [];
  const groups = headersDistinct["impersonate-group"] ?? [];
  if (name === "") {
    if (groups.length === 0) return user;
    throw new ApiError("BadRequest", "Impersonate-Group without Impersonate-User: name the user too");
  }
  const [, namespace, serviceAccount] = account.exec(name) ?? [];
  const subject =
    namespace === undefined
      ? { resource: "users", name }
      : { resource: "serviceaccounts", namespace, name: serviceAccount ?? "" };
  requireAccess(store, user, { verb: "impersonate", group: "", ...subject });
  for (const group of groups) {
    requireAccess(store, user, { verb: "impersonate", group: "", resource: "groups", name: group });
  }
  const own = groups.length > 0 || namespace === undefined ? groups : groupsOf(namespace);
  return { name, groups: [...new Set([...own, everybody])] };
}

const groupsOf = (namespace: string) => ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
