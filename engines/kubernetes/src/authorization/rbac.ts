import { isObject } from "../patch/json.ts";

/** Who asks: from a client's certificate or a token. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What is asked for: something of a resource, or a path that is none (`/version`). */
export interface Access {
  readonly verb: string;
  readonly group?: string;
  /** `pods`, or `pods/log` with its subresource. */
  readonly resource?: string;
  /** "" for all namespaces and for kinds that have none. */
  readonly namespace?: string;
  readonly name?: string;
  readonly path?: string;
}

/** What the roles and bindings of a cluster say. */
export interface Policy {
  readonly clusterRoleBindings: () => readonly unknown[];
  /** Of one namespace. */
  readonly roleBindings: (namespace: string) => readonly unknown[];
  readonly clusterRole: (name: string) => unknown;
  readonly role: (namespace: string, name: string) => unknown;
}

const everything = "*";

/** Whether a user may: bindings for the whole cluster, then those of the namespace. Nothing takes away what one gives.
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export function isAllowed(user: User, access: Access, policy: Policy): boolean {
  if (user.groups.includes("system:masters")) return true;
  const gives = (role: unknown) => rulesOf(role).some((rule) => covers(rule, access));
  return clusterRoles(user, policy).some(gives) || rolesIn(access.namespace, user, policy).some(gives);
}

/** Every rule that gives a user something in a namespace, for the whole cluster or there. */
export function rulesFor(user: User, namespace: string, policy: Policy): Record<string, unknown>[] {
  if (user.groups.includes("system:masters")) return [...unlimited];
  return [...clusterRoles(user, policy), ...rolesIn(namespace, user, policy)].flatMap(rulesOf);
}

const unlimited: readonly Record<string, unknown>[] = [
  { verbs: [everything], apiGroups: [everything], resources: [everything] },
  { verbs: [everything], nonResourceURLs: [everything] },
];

const clusterRoles = (user: User, policy: Policy) =>
  policy
    .clusterRoleBindings()
    .filter((binding) => binds(binding, user))
    .map((binding) => policy.clusterRole(roleName(binding)));

function rolesIn(namespace: string | undefined, user: User, policy: Policy): unknown[] {
  if (!namespace) return [];
  return policy
    .roleBindings(namespace)
    .filter((binding) => binds(binding, user))
    .map((binding) =>
      roleKind(binding) === "ClusterRole"
        ? policy.clusterRole(roleName(binding))
        : policy.role(namespace, roleName(binding)),
    );
}

function binds(binding: unknown, user: User): boolean {
  return listAt(binding, "subjects").some((subject) => {
    const { kind, name, namespace } = subject;
    if (kind === "User") return name === user.name;
    if (kind === "Group") return user.groups.includes(String(name));
    return (
      kind === "ServiceAccount" && user.name === `system:serviceaccount:${String(namespace)}:${String(name)}`
    );
  });
}

function covers(rule: Record<string, unknown>, access: Access): boolean {
  if (!has(rule, "verbs", access.verb)) return false;
  if (access.path !== undefined)
    return textsAt(rule, "nonResourceURLs").some((url) => isUnder(access.path ?? "", url));
  const { group = "", resource = "", name } = access;
  const subresource = resource.includes("/") ? `*/${resource.split("/")[1]}` : resource;
  const names = textsAt(rule, "resourceNames");
  return (
    has(rule, "apiGroups", group) &&
    (has(rule, "resources", resource) || has(rule, "resources", subresource)) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  );
}

const isUnder = (path: string, url: string) =>
  url.endsWith(everything) ? path.startsWith(url.slice(0, -1)) : path === url;

function has(rule: Record<string, unknown>, field: string, value: string): boolean {
  const values = textsAt(rule, field);
  return values.includes(everything) || values.includes(value);
}

const rulesOf = (role: unknown) => listAt(role, "rules");
const roleName = (binding: unknown) => String(refOf(binding)["name"]);
const roleKind = (binding: unknown) => refOf(binding)["kind"];

function refOf(binding: unknown): Record<string, unknown> {
  const ref = isObject(binding) ? binding["roleRef"] : undefined;
  return isObject(ref) ? ref : {};
}

function listAt(object: unknown, field: string): Record<string, unknown>[] {
  const list = isObject(object) ? object[field] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function textsAt(rule: Record<string, unknown>, field: string): string[] {
  const list = rule[field];
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}
