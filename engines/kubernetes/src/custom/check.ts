import { Ajv, type ErrorObject } from "ajv";
import { textOf } from "../patch/json.ts";
import type { Cause } from "../status.ts";
import type { Schema } from "./schema.ts";

/** Checks values against a structural schema; told as Kubernetes tells it.
 *  @throws Error when the schema itself makes no sense */
export function checkerOf(schema: Schema): (value: unknown) => Cause[] {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, verbose: true });
  const validate = ajv.compile(plain(schema) as object);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).slice(0, mostCauses).map(causeOf));
}

const mostCauses = 100;

/** Only the words that both kinds of schema mean alike; integers or text, and nullable, are Kubernetes' own. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== "object" || schema === null) return schema;
  const { type, nullable, default: _default, ...rest } = schema as Record<string, unknown>;
  const types = rest["x-kubernetes-int-or-string"] === true ? ["integer", "string"] : type;
  const allowed = nullable === true && types !== undefined ? [types, "null"].flat() : types;
  const kept = Object.entries(rest).filter(([word]) => !word.startsWith("x-kubernetes-"));
  return {
    ...Object.fromEntries(kept.map(([word, value]) => [word, word === "enum" ? value : plain(value)])),
    ...(allowed !== undefined && { type: allowed }),
  };
}

function causeOf({ keyword, instancePath, params, message = "", data }: ErrorObject): Cause {
  const field = fieldAt(instancePath);
  if (keyword === "required") {
    const missing = textOf((params as { missingProperty: string }).missingProperty);
    return {
      reason: "FieldValueRequired",
      message: "Required value",
      field: field === "" ? missing : `${field}.${missing}`,
    };
  }
  if (keyword === "enum") {
    const allowed = (params as { allowedValues: unknown[] }).allowedValues
      .map((each) => JSON.stringify(each))
      .join(", ");
    const why = `Unsupported value: ${JSON.stringify(data)}: supported values: ${allowed}`;
    return { reason: "FieldValueNotSupported", message: why, field };
  }
  const isType = keyword === "type";
  const reason = isType ? "FieldValueTypeInvalid" : "FieldValueInvalid";
  return { reason, message: `Invalid value: ${JSON.stringify(data)}: ${field} in body ${message}`, field };
}

/** `/spec/ports/0` is `spec.ports[0]`. */
function fieldAt(pointer: string): string {
  const steps = pointer.split("/").slice(1);
  return steps.reduce((path, step) => {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (/^\d+$/.test(name)) return `${path}[${name}]`;
    return path === "" ? name : `${path}.${name}`;
  }, "");
}
