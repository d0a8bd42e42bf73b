import type { ServerResponse } from "node:http";
import type { KubeObject } from "../object.ts";
import type { Resource } from "../resources/resource.ts";
import { checkStructure, pruneUnknown } from "../resources/structure.ts";
import { ApiError } from "../status.ts";

/** What becomes of fields that a kind does not have.
 *  Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation */
export type FieldValidation = "Ignore" | "Warn" | "Strict";

export function fieldValidationIn(query: URLSearchParams): FieldValidation {
  const given = query.get("fieldValidation") || "Warn";
  if (given === "Ignore" || given === "Warn" || given === "Strict") return given;
  const why = `fieldValidation: Unsupported value: ${JSON.stringify(given)}: supported values: "Ignore", "Strict", "Warn"`;
  throw new ApiError("BadRequest", why);
}

/** Leaves of an object what its kind knows, in place.
 *  @param repeated  paths of what the client sent twice
 *  @throws ApiError BadRequest when a value is of the wrong type, or a field is unknown and the client is strict */
export function knownFields(
  object: KubeObject,
  resource: Pick<Resource, "kind" | "version" | "type" | "isCustom" | "prune">,
  validation: FieldValidation,
  response: ServerResponse,
  repeated: readonly string[] = [],
): KubeObject {
  const subject = `${resource.kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}`;
  const causes = resource.isCustom ? [] : checkStructure(object, resource.type);
  if (causes.length > 0) {
    const told = causes.map(({ field, message }) => `${field ?? ""}: ${message}`).join(", ");
    throw new ApiError("BadRequest", `${subject}: ${told}`, { causes });
  }
  const unknown = resource.prune?.(object) ?? pruneUnknown(object, resource.type);
  if (validation === "Ignore") return object;
  const told = [
    ...repeated.map((path) => `duplicate field ${JSON.stringify(path)}`),
    ...unknown.map((path) => `unknown field ${JSON.stringify(path)}`),
  ];
  if (told.length === 0) return object;
  if (validation === "Strict")
    throw new ApiError("BadRequest", `${subject}: strict decoding error: ${told.join(", ")}`);
  for (const warning of told.slice(0, mostWarnings)) {
    response.appendHeader(
      "Warning",
      `299 - "${warning.replaceAll(/[^\x20-\x7e]/g, "?").replaceAll(/["\\]/g, "\\$&")}"`,
    );
  }
  return object;
}

const mostWarnings = 20;
