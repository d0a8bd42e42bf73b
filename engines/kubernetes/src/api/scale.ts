import type { KubeObject } from "../object.ts";
import type { Edit } from "../objects/objects.ts";
import { isObject, set } from "../patch/json.ts";
import type { Resource, ScalePaths } from "../resources/resource.ts";
import { selectorText } from "../resources/selector.ts";
import { at } from "../resources/values.ts";
import { builtinType } from "../schema/definitions.ts";
import { ApiError } from "../status.ts";
import { requireObject } from "./body.ts";

/** An object as its replicas alone. Source: https://kubernetes.io/docs/reference/kubernetes-api/ (autoscaling/v1 Scale) */
export function scaleOf(object: KubeObject, { spec, status, selector }: ScalePaths): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const text = queryOf(valueAt(object, selector));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: {
      name,
      ...(namespace && { namespace }),
      uid,
      ...(resourceVersion && { resourceVersion }),
      creationTimestamp,
    },
    spec: { replicas: valueAt(object, spec) ?? 0 },
    status: { replicas: valueAt(object, status) ?? 0, ...(text !== "" && { selector: text }) },
  };
}

const scaleType = builtinType("autoscaling", "v1", "Scale");

/** Patches of a scale are patches of this kind. */
export const scaleKindOf = (resource: Resource): Resource => ({
  ...resource,
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
  ...(scaleType ? { type: scaleType } : { isCustom: true }),
});

/** Writes a scale's replicas into the object.
 *  @param change  what becomes of the scale as it is
 *  @throws ApiError Invalid */
export function scaleEdit(
  { kind }: Resource,
  paths: ScalePaths,
  change: (scale: KubeObject) => unknown,
): Edit {
  return (before) => {
    const scale = requireObject(change(scaleOf(before, paths)));
    const replicas = isObject(scale["spec"]) ? (scale["spec"]["replicas"] ?? 0) : 0;
    if (typeof replicas !== "number" || !Number.isInteger(replicas) || replicas < 0) {
      const message = `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`;
      throw new ApiError(
        "Invalid",
        `Scale.autoscaling ${JSON.stringify(before.metadata.name)} is invalid: spec.replicas: ${message}`,
        {
          name: before.metadata.name,
          kind,
          causes: [{ reason: "FieldValueInvalid", message, field: "spec.replicas" }],
        },
      );
    }
    const { resourceVersion } = isObject(scale["metadata"]) ? scale["metadata"] : {};
    if (typeof resourceVersion === "string") before.metadata.resourceVersion = resourceVersion;
    place(before, paths.spec.split("."), replicas);
    return before;
  };
}

const valueAt = (object: KubeObject, path: string): unknown => at(object, ...path.split("."));

function place(
  object: Record<string, unknown>,
  [step = "", ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) return set(object, step, value);
  const inner = isObject(object[step]) ? object[step] : {};
  set(object, step, inner);
  place(inner, rest, value);
}

/** A selector as a query writes it; custom kinds keep it as text, replication controllers as labels. */
function queryOf(selector: unknown): string {
  if (typeof selector === "string") return selector;
  const isLabels = isObject(selector) && !("matchLabels" in selector || "matchExpressions" in selector);
  return selectorText(isLabels ? { matchLabels: selector } : selector);
}
