import type { KubeObject } from "../../object.ts";
import { get, isObject } from "../../patch/json.ts";
import { ageColumn, column, nameColumn, wide } from "../cells.ts";
import { builtin } from "../declare.ts";
import { at, conditionOf, fields, fill, records, text } from "../values.ts";

const rolePrefix = "node-role.kubernetes.io/";

function roles(node: KubeObject): string {
  const labels = Object.entries(fields(at(node, "metadata", "labels")));
  const found = labels.flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix)) return [key.slice(rolePrefix.length)];
    return key === "kubernetes.io/role" ? [text(value)] : [];
  });
  return [...new Set(found.filter((role) => role !== ""))].toSorted().join(",") || "<none>";
}

function status(node: KubeObject): string {
  const ready = conditionOf(node, "Ready");
  const word = ready === undefined ? "Unknown" : ready["status"] === "True" ? "Ready" : "NotReady";
  return at(node, "spec", "unschedulable") === true ? `${word},SchedulingDisabled` : word;
}

const address = (type: string) => (node: KubeObject) => {
  const found = records(at(node, "status", "addresses")).find((one) => get(one, "type") === type);
  return found === undefined ? "<none>" : text(get(found, "address"));
};

const info = (field: string) => (node: KubeObject) => text(at(node, "status", "nodeInfo", field));
const known = (field: string) => (node: KubeObject) => info(field)(node) || "<unknown>";

function kernel(node: KubeObject): string {
  const architecture = info("architecture")(node);
  const version = known("kernelVersion")(node);
  return architecture === "" ? version : `${version} (${architecture})`;
}

export const node = builtin({
  group: "",
  version: "v1",
  kind: "Node",
  plural: "nodes",
  shortNames: ["no"],
  isClusterWide: true,
  status: ({ status }) => fields(status),
  selectable: ["spec.unschedulable"],
  columns: [
    nameColumn,
    column("Status", status),
    column("Roles", roles),
    ageColumn,
    column("Version", info("kubeletVersion")),
    wide("Internal-IP", address("InternalIP")),
    wide("External-IP", address("ExternalIP")),
    wide("OS-Image", known("osImage")),
    wide("Kernel-Version", kernel),
    wide("Container-Runtime", known("containerRuntimeVersion")),
  ],
  setDefaults: ({ status }) => {
    const capacity = at(status, "capacity");
    if (isObject(status) && isObject(capacity)) fill(status, "allocatable", { ...capacity });
  },
});
