import { isReason, type KubeObject } from "@naru/kubernetes";
import { stringify } from "yaml";
import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import { clusterNamed, type Clusters } from "../clusters/clusters.ts";
import { timeOf } from "../resources.ts";
import type { getObject, listObjects } from "./api.ts";
import { masked } from "./masked.ts";

export async function table(
  clusters: Clusters,
  input: z.output<typeof listObjects.input>,
  signal: AbortSignal,
) {
  const cluster = clusterNamed(clusters, input.cluster);
  const kind = await cluster.kindOf(input.apiVersion, input.kind);
  const { namespace, labelSelector, fieldSelector, limit } = input;
  const asked = { namespace, labelSelector, fieldSelector, limit, continueFrom: input.cursor, signal };
  const { columnDefinitions, rows, metadata } = await cluster.client.table(kind, asked).catch(oldCursor);
  return {
    columns: columnDefinitions.map(({ name, type, format, description, priority }) => ({
      name,
      type,
      format,
      description,
      priority,
    })),
    rows: rows.map(({ cells, object: { metadata: of } }) => ({
      namespace: of.namespace ?? "",
      name: of.name,
      uid: of.uid ?? "",
      createdAt: timeOf(of.creationTimestamp),
      labels: { ...of.labels },
      cells: [...cells],
    })),
    nextCursor: metadata.continue || null,
    remaining: metadata.remainingItemCount ?? null,
  };
}

function oldCursor(error: unknown): never {
  if (!isReason(error, "Expired", "Gone")) throw error;
  throw new NaruError("INVALID_INPUT", "cursor: the list has changed too much since its first page", {
    help: "Ask for the first page again.",
  });
}

export async function object(
  clusters: Clusters,
  input: z.output<typeof getObject.input>,
  signal: AbortSignal,
) {
  const cluster = clusterNamed(clusters, input.cluster);
  const kind = await cluster.kindOf(input.apiVersion, input.kind);
  const { namespace, name } = input;
  const found = masked(await cluster.client.get<KubeObject>(kind, { namespace, name }, { signal }));
  const shown = input.managedFields ? found : withoutManagedFields(found);
  return { object: { ...shown }, yaml: yamlOf(input.bare ? bareOf(shown) : shown) };
}

export function withoutManagedFields<T extends KubeObject>(object: T): T {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Without what the server fills in by itself, which no one wants to write or to compare. */
export function bareOf(object: KubeObject): KubeObject {
  const { status: _status, ...rest } = withoutManagedFields(object) as KubeObject & { status?: unknown };
  const {
    uid: _uid,
    resourceVersion: _version,
    generation: _generation,
    creationTimestamp: _at,
    ...metadata
  } = rest.metadata;
  return { ...rest, metadata };
}

export const yamlOf = (object: object): string =>
  stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
