import { get, isObject, type JsonObject } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { fields, present, text } from "../values.ts";

/* A schema must say of each value what type it is of, so that what is unknown can be dropped.
 * Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */

const types = ["array", "boolean", "integer", "number", "object", "string"];
const deepest = 100;
const onlyStructural = [
  "$ref",
  "definitions",
  "dependencies",
  "deprecated",
  "discriminator",
  "patternProperties",
];

export function checkSchema(schema: JsonObject, path: string, found: Findings, depth = 0): void {
  if (depth > deepest) return found.forbidden(path, `must not be nested more than ${deepest} levels deep`);
  checkType(schema, path, found);
  for (const field of onlyStructural) {
    if (present(get(schema, field))) found.forbidden(`${path}.${field}`, `${field} is not supported`);
  }
  if (get(schema, "uniqueItems") === true) {
    found.forbidden(
      `${path}.uniqueItems`,
      "uniqueItems cannot be set to true since the runtime complexity becomes quadratic",
    );
  }
  checkChildren(schema, path, found, depth);
}

function checkType(schema: JsonObject, path: string, found: Findings): void {
  const type = text(get(schema, "type"));
  const isFree =
    get(schema, "x-kubernetes-int-or-string") === true ||
    get(schema, "x-kubernetes-preserve-unknown-fields") === true;
  if (type === "" && !isFree) found.required(`${path}.type`, "must not be empty for specified object fields");
  if (type !== "" && !types.includes(type)) found.unsupported(`${path}.type`, type, types);
  if (type === "array" && !isObject(get(schema, "items")))
    found.required(`${path}.items`, "must be specified");
}

function checkChildren(schema: JsonObject, path: string, found: Findings, depth: number): void {
  const properties = fields(get(schema, "properties"));
  const additional = get(schema, "additionalProperties");
  if (Object.keys(properties).length > 0 && present(additional)) {
    found.forbidden(
      `${path}.additionalProperties`,
      "additionalProperties and properties are mutual exclusive",
    );
  }
  for (const [name, child] of Object.entries(properties)) {
    if (isObject(child)) checkSchema(child, `${path}.properties[${name}]`, found, depth + 1);
  }
  if (isObject(additional)) checkSchema(additional, `${path}.additionalProperties`, found, depth + 1);
  const items = get(schema, "items");
  if (isObject(items)) checkSchema(items, `${path}.items`, found, depth + 1);
}
