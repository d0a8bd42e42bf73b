import { isObject, kindOf } from "../patch/json.ts";
import type { ObjectType, ScalarType, Type } from "../schema/type.ts";
import type { Cause } from "../status.ts";
import { Findings } from "./findings.ts";
import { parseQuantity } from "./quantity.ts";

/** As deep as anything sensible is nested, and far from what the stack holds. */
const maxDepth = 1000;

/** @returns where values are not of their types: nothing when the object is what its type says. Nulls are none, and
 *           what is not known is another question (`pruneUnknown`). To be asked first: what else reads the object
 *           relies on its depth being bounded. */
export function checkStructure(object: unknown, type: Type): readonly Cause[] {
  const found = new Findings();
  checkValue(object, type, "", 0, found);
  return found.causes;
}

function checkValue(value: unknown, type: Type, path: string, depth: number, found: Findings): void {
  if (depth > maxDepth) return found.forbidden(path, `nested more than ${maxDepth} levels deep`);
  if (type.kind === "any") return checkDepth(value, path, depth, found);
  if (value === null) return;
  if (type.kind === "scalar") return checkScalar(value, type.scalar, path, found);
  if (type.kind === "list") {
    if (!Array.isArray(value)) return found.wrongType(path, kindOf(value), "array");
    for (const [index, item] of value.entries()) {
      checkValue(item, type.items, `${path}[${index}]`, depth + 1, found);
    }
    return;
  }
  if (!isObject(value)) return found.wrongType(path, kindOf(value), "object");
  for (const [key, field] of Object.entries(value)) {
    checkValue(field, typeOfField(type, key) ?? any, childPath(type, path, key), depth + 1, found);
  }
}

const any: Type = { kind: "any" };

const typeOfField = (type: ObjectType, key: string) => type.fields.get(key)?.type ?? type.additional;

/** A field after a dot, a key of a map in brackets. */
const childPath = (type: ObjectType, path: string, key: string) =>
  type.fields.size === 0 && type.additional !== undefined
    ? `${path}[${key}]`
    : path === ""
      ? key
      : `${path}.${key}`;

function checkDepth(value: unknown, path: string, depth: number, found: Findings): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > maxDepth) return found.forbidden(path, `nested more than ${maxDepth} levels deep`);
  for (const child of Array.isArray(value) ? value : Object.values(value)) {
    checkDepth(child, path, depth + 1, found);
  }
}

const isText = (value: unknown) => typeof value === "string";

const scalars: Readonly<
  Record<ScalarType["scalar"], readonly [told: string, is: (value: unknown) => boolean]>
> = {
  string: ["string", isText],
  integer: ["integer", (value) => Number.isSafeInteger(value)],
  number: ["number", (value) => typeof value === "number"],
  boolean: ["boolean", (value) => typeof value === "boolean"],
  "int-or-string": ["integer or string", (value) => isText(value) || Number.isSafeInteger(value)],
  quantity: ["quantity", (value) => parseQuantity(value) !== undefined],
  bytes: ["byte", (value) => typeof value === "string" && isBase64(value)],
  time: ["date-time", (value) => typeof value === "string" && isTime(value)],
};

function checkScalar(value: unknown, scalar: ScalarType["scalar"], path: string, found: Findings): void {
  const [told, is] = scalars[scalar];
  // Bytes are a secret's: what they are must not stand in an error.
  const isTold = typeof value === "string" && (scalar === "quantity" || scalar === "time");
  if (!is(value)) found.wrongType(path, isTold ? value : kindOf(value), told);
}

const isBase64 = (value: string) => value.length % 4 === 0 && /^[A-Za-z0-9+/\r\n]*={0,2}$/.test(value);

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const isTime = (value: string) => time.test(value) && !Number.isNaN(Date.parse(value));

/** Takes out, in place, the fields that a type does not have. The structure has been checked.
 *  @returns their paths, as warnings name them: `spec.containers[0].imag` */
export function pruneUnknown(value: unknown, type: Type, path = ""): string[] {
  if (type.kind === "list" && Array.isArray(value)) {
    return value.flatMap((item, index) => pruneUnknown(item, type.items, `${path}[${index}]`));
  }
  if (type.kind !== "object" || !isObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const child = path === "" ? key : `${path}.${key}`;
    const known = typeOfField(type, key);
    if (known !== undefined) return pruneUnknown(value[key], known, child);
    delete value[key];
    return [child];
  });
}
