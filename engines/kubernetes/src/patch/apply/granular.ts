import type { ListType, ObjectType, Type } from "../../schema/type.ts";

/** Whether each field has owners of its own; otherwise the value has, as a whole. */
export function isGranularObject(type: Type): type is ObjectType {
  return type.kind === "object" && !type.atomic;
}

/** Whether each item has owners of its own; otherwise the list has, as a whole. */
export function isGranularList(type: Type): type is ListType {
  return type.kind === "list" && type.listType !== "atomic";
}

const any: Type = { kind: "any" };

/** The type under a key; of what the type does not know nothing is known. */
export function typeAt(type: ObjectType, key: string): Type {
  return type.fields.get(key)?.type ?? type.additional ?? any;
}
