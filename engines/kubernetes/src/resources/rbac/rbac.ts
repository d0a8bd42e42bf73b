import type { KubeObject } from "../../object.ts";
import { get, isObject } from "../../patch/json.ts";
import { ageColumn, column, createdColumn, nameColumn, wide } from "../cells.ts";
import { builtin, type Declaration } from "../declare.ts";
import { at, ensure, fill, items, records, text } from "../values.ts";
import { checkBinding, checkRole } from "./rbac-check.ts";

const group = "rbac.authorization.k8s.io";

function setBindingDefaults(binding: KubeObject): void {
  fill(ensure(binding, "roleRef"), "apiGroup", group);
  for (const subject of items(binding["subjects"])) {
    const kind = at(subject, "kind");
    if (isObject(subject) && (kind === "User" || kind === "Group")) fill(subject, "apiGroup", group);
  }
}

const subjects = (kind: string) => (binding: KubeObject) =>
  records(binding["subjects"])
    .filter((subject) => get(subject, "kind") === kind)
    .map((subject) => {
      const name = text(get(subject, "name"));
      const namespace = text(get(subject, "namespace"));
      return kind === "ServiceAccount" && namespace !== "" ? `${namespace}/${name}` : name;
    })
    .join(", ");

const bindingColumns = [
  nameColumn,
  column("Role", ({ roleRef }) => `${text(at(roleRef, "kind"))}/${text(at(roleRef, "name"))}`),
  ageColumn,
  wide("Users", subjects("User")),
  wide("Groups", subjects("Group")),
  wide("ServiceAccounts", subjects("ServiceAccount")),
];

const roleLike: Pick<Declaration, "group" | "version" | "names" | "columns" | "check"> = {
  group,
  version: "v1",
  names: "segment",
  columns: [nameColumn, createdColumn],
  check: checkRole,
};
const bindingLike = {
  group,
  version: "v1",
  names: "segment",
  columns: bindingColumns,
  setDefaults: setBindingDefaults,
  check: checkBinding,
} as const;

export const role = builtin({ ...roleLike, kind: "Role", plural: "roles" });
export const clusterRole = builtin({
  ...roleLike,
  kind: "ClusterRole",
  plural: "clusterroles",
  isClusterWide: true,
});
export const roleBinding = builtin({ ...bindingLike, kind: "RoleBinding", plural: "rolebindings" });
export const clusterRoleBinding = builtin({
  ...bindingLike,
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  isClusterWide: true,
});
