import { sql, typed } from "@naru/clickhouse";
import { type StoredAttributes, attributesOf } from "../attributes.ts";
import type { Attribute } from "../api.ts";
import type { Read } from "../reader.ts";

/** What sent an item: by id, the resource's attributes and the instrumentation scope. */
export interface Origins {
  resource(id: string): Attribute[];
  scope(id: string): Scope;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attribute[];
}

const list = (ids: Iterable<string>) => typed("Array(UInt64)", [...new Set(ids)].map(BigInt));

/** Resources and scopes of the rows of an answer. */
export async function originsOf(
  read: Read,
  rows: readonly { resourceId: string; scopeId: string }[],
): Promise<Origins> {
  if (rows.length === 0) return { resource: () => [], scope: () => unknownScope };
  const [resources, scopes] = await Promise.all([
    read<StoredAttributes & { id: string }>(sql`
      SELECT toString(resource_id) AS id, mapKeys(attributes) AS keys, mapValues(attributes) AS values,
             attribute_types AS types
      FROM resources WHERE has(${list(rows.map((row) => row.resourceId))}, resource_id) LIMIT 1 BY resource_id`),
    read<StoredAttributes & { id: string; name: string; version: string }>(sql`
      SELECT toString(scope_id) AS id, name, version, mapKeys(attributes) AS keys, mapValues(attributes) AS values,
             attribute_types AS types
      FROM scopes WHERE has(${list(rows.map((row) => row.scopeId))}, scope_id) LIMIT 1 BY scope_id`),
  ]);
  const resourceOf = new Map(resources.map((row) => [row.id, attributesOf(row)]));
  const scopeOf = new Map(
    scopes.map((row) => [row.id, { name: row.name, version: row.version, attributes: attributesOf(row) }]),
  );
  return { resource: (id) => resourceOf.get(id) ?? [], scope: (id) => scopeOf.get(id) ?? unknownScope };
}

const unknownScope: Scope = { name: "", version: "", attributes: [] };
