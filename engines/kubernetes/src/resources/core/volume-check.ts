import type { KubeObject } from "../../object.ts";
import { get, type JsonObject } from "../../patch/json.ts";
import { checkAmount } from "../amounts.ts";
import type { Findings } from "../findings.ts";
import { dnsSubdomain } from "../formats.ts";
import { compareQuantities, parseQuantity } from "../quantity.ts";
import { isSame } from "../same.ts";
import { checkSelector } from "../selector.ts";
import { at, fields, present, text, texts } from "../values.ts";

const accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const volumeModes = ["Block", "Filesystem"];
const reclaimPolicies = ["Delete", "Recycle", "Retain"];

export function checkClaim(claim: KubeObject, before: KubeObject | undefined, found: Findings): void {
  const spec = fields(claim["spec"]);
  checkClaimSpec(spec, "spec", found);
  if (before !== undefined) checkClaimUpdate(claim, before, found);
}

export function checkClaimSpec(spec: JsonObject, path: string, found: Findings): void {
  if (texts(get(spec, "accessModes")).length === 0) {
    found.required(`${path}.accessModes`, "at least 1 access mode is required");
  }
  checkModes(spec, path, found);
  checkSelector(get(spec, "selector"), `${path}.selector`, found);
  const storage = at(spec, "resources", "requests", "storage");
  const here = `${path}.resources[storage]`;
  const amount = present(storage) ? checkAmount(storage, here, found) : undefined;
  if (!present(storage)) found.required(here);
  else if (amount?.nano === 0n) found.invalid(here, storage, "must be greater than zero");
}

function checkModes(spec: JsonObject, path: string, found: Findings): void {
  const modes = texts(get(spec, "accessModes"));
  for (const mode of modes) {
    if (!accessModes.includes(mode)) found.unsupported(`${path}.accessModes`, mode, accessModes);
  }
  if (modes.includes("ReadWriteOncePod") && modes.some((mode) => mode !== "ReadWriteOncePod")) {
    found.forbidden(`${path}.accessModes`, "may not use ReadWriteOncePod with other access modes");
  }
  const name = text(get(spec, "storageClassName"));
  if (name !== "") found.invalidFor(`${path}.storageClassName`, name, dnsSubdomain(name));
  const mode = get(spec, "volumeMode");
  if (present(mode) && !volumeModes.includes(text(mode)))
    found.unsupported(`${path}.volumeMode`, mode, volumeModes);
}

const storagePath = ["resources", "requests", "storage"];

function checkClaimUpdate(claim: KubeObject, before: KubeObject, found: Findings): void {
  const [now, was] = [claim, before].map((one) => fields(one["spec"])) as [JsonObject, JsonObject];
  const isBound = at(claim, "status", "phase") === "Bound";
  const free = new Set([
    ...(text(get(was, "volumeName")) === "" ? ["volumeName"] : []),
    ...(present(get(was, "storageClassName")) ? [] : ["storageClassName"]),
    ...(isBound ? ["resources", "volumeAttributesClassName"] : []),
  ]);
  const kept = (spec: JsonObject) =>
    Object.fromEntries(Object.entries(spec).filter(([key]) => !free.has(key)));
  if (!isSame(kept(now), kept(was))) {
    found.forbidden(
      "spec",
      "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims",
    );
  }
  const [size, least] = [at(now, ...storagePath), at(claim, "status", "capacity", "storage")].map(
    parseQuantity,
  );
  const old = parseQuantity(at(was, ...storagePath));
  if (!size || !old || !least || compareQuantities(size, old) >= 0) return;
  if (compareQuantities(size, least) <= 0) {
    found.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
  }
}

export function checkVolume(volume: KubeObject, _before: KubeObject | undefined, found: Findings): void {
  const spec = fields(volume["spec"]);
  if (texts(get(spec, "accessModes")).length === 0) found.required("spec.accessModes");
  checkModes(spec, "spec", found);
  const capacity = Object.entries(fields(get(spec, "capacity")));
  if (capacity.length === 0) found.required("spec.capacity");
  for (const [name, amount] of capacity) checkAmount(amount, `spec.capacity[${name}]`, found);
  const policy = text(get(spec, "persistentVolumeReclaimPolicy"));
  if (!reclaimPolicies.includes(policy)) {
    found.unsupported("spec.persistentVolumeReclaimPolicy", policy, reclaimPolicies);
  }
}
