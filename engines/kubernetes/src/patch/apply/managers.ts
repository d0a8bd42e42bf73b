import type { KubeObject, ManagedFields } from "../../object.ts";
import { ApiError } from "../../status.ts";
import { isObject } from "../json.ts";
import { fromFieldsV1, isEmpty, setOf, toFieldsV1, union } from "./fields.ts";
import type { FieldSet } from "./fields.ts";
import { fieldStep } from "./step.ts";

/** Somebody who manages fields, in one way: an entry of `metadata.managedFields`. */
export interface Manager {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly subresource: string | undefined;
  readonly time: string | undefined;
  readonly set: FieldSet;
}

export type ManagerId = Omit<Manager, "time" | "set">;

/** Who applies is the same whichever version of the API is used; who updates is not. */
export function isSame(a: ManagerId, b: ManagerId): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === "Apply" || a.apiVersion === b.apiVersion)
  );
}

const metaFields = [
  "name",
  "namespace",
  "creationTimestamp",
  "selfLink",
  "uid",
  "clusterName",
  "generation",
  "managedFields",
  "resourceVersion",
];

/** What says which object it is, or is the server's: nobody manages it. */
export const unmanaged: FieldSet = setOf([
  [fieldStep("apiVersion")],
  [fieldStep("kind")],
  [fieldStep("metadata")],
  ...metaFields.map((field) => [fieldStep("metadata"), fieldStep(field)]),
]);

/** The managers of an object; undefined when the entries cannot be read, which is as if there were none. */
export function managersIn(entries: unknown): Manager[] | undefined {
  if (!Array.isArray(entries)) return entries === undefined ? [] : undefined;
  try {
    return entries.map(managerIn);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

function managerIn(entry: unknown): Manager {
  if (!isObject(entry)) throw new ApiError("BadRequest", "metadata.managedFields: expected objects");
  const { manager, operation, apiVersion, subresource, time, fieldsType, fieldsV1 } = entry;
  if (operation !== "Apply" && operation !== "Update") {
    throw new ApiError("BadRequest", "metadata.managedFields: operation must be `Apply` or `Update`");
  }
  if (fieldsType !== "FieldsV1" || typeof apiVersion !== "string") {
    throw new ApiError(
      "BadRequest",
      "metadata.managedFields: fieldsType must be FieldsV1, and apiVersion is needed",
    );
  }
  return {
    manager: typeof manager === "string" ? manager : "",
    operation,
    apiVersion,
    subresource: typeof subresource === "string" && subresource !== "" ? subresource : undefined,
    time: typeof time === "string" ? time : undefined,
    set: fromFieldsV1(fieldsV1 ?? {}),
  };
}

function entryOf({ manager, operation, apiVersion, subresource, time, set }: Manager): ManagedFields {
  return {
    manager,
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: "FieldsV1",
    fieldsV1: toFieldsV1(set),
    ...(subresource !== undefined && { subresource }),
  };
}

/** The object with these managers, in the order Kubernetes gives them, and no other; those of nothing are left out. */
export function withManagers(object: KubeObject, managers: readonly Manager[]): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  const entries = managers.filter(({ set }) => !isEmpty(set)).toSorted(byAge);
  if (entries.length === 0) return { ...object, metadata };
  return { ...object, metadata: { ...metadata, managedFields: entries.map(entryOf) } };
}

function byAge(a: Manager, b: Manager): number {
  return (
    compare(a.operation, b.operation) ||
    compare(a.time ?? "", b.time ?? "") ||
    compare(a.manager, b.manager) ||
    compare(a.apiVersion, b.apiVersion) ||
    compare(a.subresource ?? "", b.subresource ?? "")
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const maxUpdaters = 10;

/** Lays the oldest updaters together, so that their number stays bounded. */
export function boundUpdaters(managers: readonly Manager[]): Manager[] {
  const updaters = managers.filter(({ operation }) => operation === "Update").toSorted(byAge);
  let excess = updaters.length - maxUpdaters;
  if (excess <= 0) return [...managers];
  const ancient = new Map<string, Manager>();
  const merged = new Set<Manager>();
  for (const updater of updaters) {
    if (excess === 0) break;
    const older = ancient.get(updater.apiVersion);
    if (older !== undefined) excess--;
    merged.add(updater);
    ancient.set(updater.apiVersion, older === undefined ? updater : together(older, updater));
  }
  return [...managers.filter((manager) => !merged.has(manager)), ...ancient.values()];
}

function together(older: Manager, newer: Manager): Manager {
  return {
    ...newer,
    manager: "ancient-changes",
    subresource: undefined,
    set: union(older.set, newer.set),
  };
}
