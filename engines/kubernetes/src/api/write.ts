import type { KubeObject, ObjectMeta } from "../object.ts";
import type { Edit, WriteOptions } from "../objects/objects.ts";
import { isObject, textOf } from "../patch/json.ts";
import { jsonPatch } from "../patch/json-patch.ts";
import { mergePatch } from "../patch/merge-patch.ts";
import { strategicMerge } from "../patch/strategic-merge.ts";
import { apiVersionOf } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { ApiError } from "../status.ts";
import { requireObject } from "./body.ts";

export function writeOptions(query: URLSearchParams, userAgent: string | undefined): WriteOptions {
  const dryRun = query.getAll("dryRun");
  if (dryRun.some((each) => each !== "All")) {
    throw new ApiError(
      "BadRequest",
      `dryRun: Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
    );
  }
  const manager = query.get("fieldManager") || (userAgent ?? "unknown").split("/")[0] || "unknown";
  return { dryRun: dryRun.length > 0, fieldManager: manager.slice(0, 128) };
}

/** A client's object, checked as far as its own place in the API goes.
 *  @param name  from the URL; undefined when it is being created
 *  @throws ApiError BadRequest */
export function readObject(
  value: unknown,
  resource: Resource,
  namespace: string,
  name: string | undefined,
): KubeObject {
  const object = requireObject(value);
  requireKind(object, resource);
  const metadata = object["metadata"] ?? {};
  if (!isObject(metadata)) throw new ApiError("BadRequest", "metadata is not an object");
  requirePlace(metadata, resource, namespace, name);
  const placed = { ...metadata, ...(resource.namespaced && { namespace }) } as unknown as ObjectMeta;
  if (!resource.namespaced) delete placed.namespace;
  return { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: placed };
}

function requireKind({ apiVersion, kind }: Record<string, unknown>, resource: Resource): void {
  const expected = apiVersionOf(resource);
  if (apiVersion !== undefined && apiVersion !== expected) {
    const why = `the API version in the data (${textOf(apiVersion)}) does not match the expected API version (${expected})`;
    throw new ApiError("BadRequest", why);
  }
  if (kind !== undefined && kind !== resource.kind) {
    const why = `the kind in the data (${textOf(kind)}) does not match the expected kind (${resource.kind})`;
    throw new ApiError("BadRequest", why);
  }
}

function requirePlace(
  metadata: Record<string, unknown>,
  { namespaced, kind }: Resource,
  namespace: string,
  name: string | undefined,
): void {
  const given = metadata["namespace"];
  if (namespaced && given !== undefined && given !== "" && given !== namespace) {
    const why = "the namespace of the provided object does not match the namespace sent on the request";
    throw new ApiError("BadRequest", why);
  }
  if (name !== undefined && metadata["name"] !== undefined && metadata["name"] !== name) {
    const why = `the name of the object (${textOf(metadata["name"])}) does not match the name on the URL (${name})`;
    throw new ApiError("BadRequest", why);
  }
  if (name === undefined && !isText(metadata["name"]) && !isText(metadata["generateName"])) {
    throw new ApiError(
      "Invalid",
      `${kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
      {
        kind,
        causes: [
          {
            reason: "FieldValueRequired",
            message: "Required value: name or generateName is required",
            field: "metadata.name",
          },
        ],
      },
    );
  }
}

const isText = (value: unknown) => typeof value === "string" && value !== "";

/** What a patch makes of an object, by the kind of patch.
 *  @throws ApiError UnsupportedMediaType */
export function editOf(mediaType: string, patch: unknown, resource: Resource): Edit {
  const patched = patcherOf(mediaType, resource);
  return (before) => {
    const after = patched(before, patch);
    const { name, namespace } = before.metadata;
    return readObject(after, resource, namespace ?? "", name);
  };
}

function patcherOf(mediaType: string, resource: Resource): (before: unknown, patch: unknown) => unknown {
  switch (mediaType) {
    case "application/json-patch+json":
      return jsonPatch;
    case "application/merge-patch+json":
      return mergePatch;
    case "application/strategic-merge-patch+json":
      if (resource.isCustom) break;
      return (before, patch) => strategicMerge(before, patch, resource.type);
  }
  throw new ApiError(
    "UnsupportedMediaType",
    "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
  );
}

export const isApply = (mediaType: string) => mediaType.startsWith("application/apply-patch");
