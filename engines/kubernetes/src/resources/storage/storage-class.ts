import type { KubeObject } from "../../object.ts";
import { equal } from "../../patch/json.ts";
import { ageColumn, column } from "../cells.ts";
import { builtin } from "../declare.ts";
import type { Findings } from "../findings.ts";
import { nameAndDefault } from "../networking/ingress.ts";
import { fill, text } from "../values.ts";

const settled = ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"];
const policies = ["Delete", "Retain"];
const modes = ["Immediate", "WaitForFirstConsumer"];

function checkStorageClass(object: KubeObject, before: KubeObject | undefined, found: Findings): void {
  if (text(object["provisioner"]) === "") found.required("provisioner");
  const policy = text(object["reclaimPolicy"]);
  if (!policies.includes(policy)) found.unsupported("reclaimPolicy", policy, policies);
  const mode = text(object["volumeBindingMode"]);
  if (!modes.includes(mode)) found.unsupported("volumeBindingMode", mode, modes);
  for (const field of before === undefined ? [] : settled) {
    if (equal(object[field], before?.[field])) continue;
    if (field === "parameters") found.forbidden(field, "updates to parameters are forbidden.");
    else if (field === "provisioner") found.forbidden(field, "updates to provisioner are forbidden.");
    else found.invalid(field, object[field], "field is immutable");
  }
}

export const storageClass = builtin({
  group: "storage.k8s.io",
  version: "v1",
  kind: "StorageClass",
  plural: "storageclasses",
  shortNames: ["sc"],
  isClusterWide: true,
  columns: [
    column("Name", nameAndDefault("storageclass.kubernetes.io/is-default-class"), { format: "name" }),
    column("Provisioner", (storageClass) => text(storageClass["provisioner"])),
    column("ReclaimPolicy", (storageClass) => text(storageClass["reclaimPolicy"]) || "Delete"),
    column("VolumeBindingMode", (storageClass) => text(storageClass["volumeBindingMode"]) || "Immediate"),
    column("AllowVolumeExpansion", (storageClass) => storageClass["allowVolumeExpansion"] === true),
    ageColumn,
  ],
  setDefaults: (storageClass) => {
    fill(storageClass, "reclaimPolicy", "Delete");
    fill(storageClass, "volumeBindingMode", "Immediate");
  },
  check: checkStorageClass,
});
