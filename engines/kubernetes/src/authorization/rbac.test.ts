import { describe, expect, test } from "vitest";
import { type Access, isAllowed, type Policy, type User } from "./rbac.ts";

const roles: Record<string, unknown> = {
  reader: {
    rules: [
      { apiGroups: ["", "apps"], resources: ["pods", "deployments", "pods/log"], verbs: ["get", "list"] },
    ],
  },
  owner: { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] },
  one: { rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: ["own"], verbs: ["get"] }] },
  scaler: { rules: [{ apiGroups: ["apps"], resources: ["*/scale"], verbs: ["update"] }] },
  paths: { rules: [{ nonResourceURLs: ["/metrics", "/healthz/*"], verbs: ["get"] }] },
};
const bind = (role: string, subject: object, kind = "ClusterRole") => ({
  roleRef: { kind, name: role },
  subjects: [subject],
});
const group = (name: string) => ({ kind: "Group", name });
const account = { kind: "ServiceAccount", namespace: "shop", name: "web" };
const policy: Policy = {
  clusterRoleBindings: () => [
    bind("reader", group("readers")),
    bind("paths", group("readers")),
    bind("scaler", { kind: "User", name: "sam" }),
    bind("absent", group("readers")),
    { malformed: true },
  ],
  roleBindings: (namespace) =>
    namespace === "shop" ? [bind("owner", account), bind("one", { kind: "User", name: "ann" }, "Role")] : [],
  clusterRole: (name) => roles[name],
  role: (_namespace, name) => roles[name],
};
const reader: User = { name: "rob", groups: ["readers"] };
const ann: User = { name: "ann", groups: [] };
const sam: User = { name: "sam", groups: [] };
const web: User = { name: "system:serviceaccount:shop:web", groups: [] };
const admin: User = { name: "admin", groups: ["system:masters"] };

describe("by its roles", () => {
  const facts: [sentence: string, user: User, access: Access, allowed: boolean][] = [
    ["a master may do anything", admin, { verb: "delete", resource: "nodes" }, true],
    ["nobody may anything without a role", ann, { verb: "get", resource: "pods", namespace: "shop" }, false],
    [
      "a role of the cluster holds in every namespace",
      reader,
      { verb: "list", resource: "pods", namespace: "x" },
      true,
    ],
    ["a role of the cluster holds over all of them", reader, { verb: "list", resource: "pods" }, true],
    [
      "a verb that is not named is refused",
      reader,
      { verb: "delete", resource: "pods", namespace: "x" },
      false,
    ],
    [
      "a group that is not named is refused",
      reader,
      { verb: "get", group: "batch", resource: "pods" },
      false,
    ],
    [
      "a subresource is a right of its own",
      reader,
      { verb: "get", resource: "pods/log", namespace: "x" },
      true,
    ],
    [
      "a subresource is not given with its resource",
      reader,
      { verb: "get", resource: "pods/exec", namespace: "x" },
      false,
    ],
    [
      "one subresource of every kind may be given",
      sam,
      { verb: "update", group: "apps", resource: "deployments/scale" },
      true,
    ],
    [
      "a binding of a namespace holds there",
      web,
      { verb: "delete", resource: "pods", namespace: "shop" },
      true,
    ],
    [
      "a binding of a namespace holds nowhere else",
      web,
      { verb: "delete", resource: "pods", namespace: "x" },
      false,
    ],
    ["a binding of a namespace gives nothing of the cluster", web, { verb: "list", resource: "pods" }, false],
    [
      "a named object may be read",
      ann,
      { verb: "get", resource: "secrets", namespace: "shop", name: "own" },
      true,
    ],
    [
      "another object may not",
      ann,
      { verb: "get", resource: "secrets", namespace: "shop", name: "other" },
      false,
    ],
    ["a name gives no list", ann, { verb: "list", resource: "secrets", namespace: "shop" }, false],
    ["a path is given exactly", reader, { verb: "get", path: "/metrics" }, true],
    ["a path is given with all below", reader, { verb: "get", path: "/healthz/ping" }, true],
    ["no other path is", reader, { verb: "get", path: "/metrics/more" }, false],
  ];
  test.each(facts)("%s", (_sentence, user, access, allowed) => {
    expect(isAllowed(user, access, policy)).toBe(allowed);
  });
});
