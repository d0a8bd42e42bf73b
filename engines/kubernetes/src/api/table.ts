import type { KubeObject } from "../object.ts";
import type { Resource } from "../resources/resource.ts";

export type Include = "None" | "Metadata" | "Object";

/** What `kubectl get` prints. Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export function tableOf(
  resource: Pick<Resource, "columns">,
  objects: readonly KubeObject[],
  listMeta: object,
  include: Include,
  now: number,
): object {
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: listMeta,
    columnDefinitions: resource.columns.map(({ name, type, format, description, priority }) => ({
      name,
      type,
      format: format ?? "",
      description: description ?? "",
      priority: priority ?? 0,
    })),
    rows: objects.map((object) => ({
      cells: resource.columns.map((column) => column.cell(object, now)),
      ...(include !== "None" && { object: include === "Object" ? object : partial(object) }),
    })),
  };
}

/** An object as its metadata alone. */
export const partial = ({ metadata }: KubeObject) => ({
  kind: "PartialObjectMetadata",
  apiVersion: "meta.k8s.io/v1",
  metadata,
});
