import { get, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { isSame } from "../same.ts";
import { present, records, text } from "../values.ts";
import { checkKeptEphemeralContainers } from "./ephemeral-check.ts";

const changeable = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
];

/** What a subresource exists to change. */
const changedBy: Readonly<Record<string, readonly string[]>> = {
  binding: ["nodeName"],
  ephemeralcontainers: ["ephemeralContainers"],
};
const checkedApart = [
  "containers",
  "initContainers",
  "activeDeadlineSeconds",
  "tolerations",
  "schedulingGates",
];

/** A pod that runs is what it is: little of it can be changed. */
export function checkPodUpdate(
  spec: JsonObject,
  before: JsonObject,
  found: Findings,
  subresource: string | undefined,
): void {
  for (const list of ["containers", "initContainers"]) {
    const path = `spec.${list}`;
    if (records(get(spec, list)).length !== records(get(before, list)).length) {
      return found.forbidden(path, "pod updates may not add or remove containers");
    }
    checkImages(spec, list, found);
  }
  checkDeadline(get(spec, "activeDeadlineSeconds"), get(before, "activeDeadlineSeconds"), found);
  checkAddedTolerations(get(spec, "tolerations"), get(before, "tolerations"), found);
  checkGates(get(spec, "schedulingGates"), get(before, "schedulingGates"), found);
  if (subresource === "ephemeralcontainers") checkKeptEphemeralContainers(spec, before, found);
  const free = [...checkedApart, ...(changedBy[subresource ?? ""] ?? []), ...gracePeriod(spec, before)];
  const isKept =
    isSame(without(spec, free), without(before, free)) &&
    ["containers", "initContainers"].every((list) => isSame(imageless(spec, list), imageless(before, list)));
  if (!isKept) {
    found.forbidden("spec", `pod updates may not change fields other than ${changeable.join(",")}`);
  }
}

const gracePeriod = (spec: JsonObject, before: JsonObject) => {
  const [now, was] = [spec, before].map((one) => get(one, "terminationGracePeriodSeconds"));
  return now === 1 && typeof was === "number" && was < 0 ? ["terminationGracePeriodSeconds"] : [];
};

const without = (object: JsonObject, names: readonly string[]) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)));

const imageless = (spec: JsonObject, list: string) =>
  records(get(spec, list)).map((container) => without(container, ["image"]));

function checkImages(spec: JsonObject, list: string, found: Findings): void {
  for (const [index, container] of records(get(spec, list)).entries()) {
    const image = text(get(container, "image"));
    if (image.trim() === image) continue;
    found.invalid(`spec.${list}[${index}].image`, image, "must not have leading or trailing whitespace");
  }
}

function checkDeadline(deadline: unknown, before: unknown, found: Findings): void {
  const path = "spec.activeDeadlineSeconds";
  if (!present(deadline) && present(before)) {
    found.invalid(path, null, "must not update from a positive integer to nil value");
  }
  if (typeof deadline === "number" && typeof before === "number" && deadline > before) {
    found.invalid(path, deadline, "must be less than or equal to previous value");
  }
}

/** How long one holds may change: the rest of it is what tells it apart. */
const keyOf = (toleration: JsonObject) =>
  JSON.stringify(["key", "operator", "value", "effect"].map((field) => text(get(toleration, field))));

function checkAddedTolerations(list: unknown, before: unknown, found: Findings): void {
  const kept = new Set(records(list).map(keyOf));
  if (records(before).every((toleration) => kept.has(keyOf(toleration)))) return;
  found.forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
}

function checkGates(list: unknown, before: unknown, found: Findings): void {
  const known = new Set(records(before).map((gate) => text(get(gate, "name"))));
  for (const [index, gate] of records(list).entries()) {
    if (known.has(text(get(gate, "name")))) continue;
    const why = "only deletion is allowed, but found new scheduling gate";
    found.forbidden(`spec.schedulingGates[${index}].name`, `${why} '${text(get(gate, "name"))}'`);
  }
}
