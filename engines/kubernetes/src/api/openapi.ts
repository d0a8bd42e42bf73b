import { createHash } from "node:crypto";
import type { Registry } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { type Definition, definitions, kubernetesVersion } from "../schema/definitions.ts";
import { customSchema, objectMeta } from "./openapi-custom.ts";

/* OpenAPI 3, one document a group and version, as `kubectl explain` and `kubectl apply` read it.
 * Source: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3 */

const indexes = new WeakMap<Registry, { readonly state: number; readonly index: object }>();

/** The list of documents, each with a hash of what it says: made anew when other kinds are served. */
export function openApiIndex(registry: Registry): object {
  const known = indexes.get(registry);
  if (known?.state === registry.state) return known.index;
  const index = makeIndex(registry);
  indexes.set(registry, { state: registry.state, index });
  return index;
}

function makeIndex(registry: Registry): object {
  const versions = new Map(registry.all().map((each) => [prefixOf(each), each]));
  const paths = [...versions].map(([path, { group, version }]) => {
    const hash = createHash("sha256")
      .update(JSON.stringify(openApiOf(registry, group, version)))
      .digest("hex");
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash.slice(0, 32).toUpperCase()}` }];
  });
  return { paths: Object.fromEntries(paths) };
}

/** @returns undefined when nothing of that group and version is served */
export function openApiOf(registry: Registry, group: string, version: string): object | undefined {
  const served = registry.all().filter((each) => each.group === group && each.version === version);
  if (served.length === 0) return undefined;
  const schemas = new Map<string, object>();
  const paths = served.flatMap((resource) => pathsOf(resource, schemaNameOf(resource, schemas)));
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: `v${kubernetesVersion}` },
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  };
}

/** `apis/apps/v1`. */
const prefixOf = ({ group, version }: Resource) =>
  group === "" ? `api/${version}` : `apis/${group}/${version}`;

function pathsOf(resource: Resource, schema: string): [string, object][] {
  const prefix = `/${prefixOf(resource)}`;
  const collection = `${prefix}/${resource.namespaced ? "namespaces/{namespace}/" : ""}${resource.plural}`;
  const paths: [string, object][] = [
    [collection, { get: operation(resource, "list", schema), post: operation(resource, "post", schema) }],
    [
      `${collection}/{name}`,
      {
        get: operation(resource, "get", schema),
        put: operation(resource, "put", schema),
        patch: operation(resource, "patch", schema),
        delete: operation(resource, "delete", schema),
      },
    ],
  ];
  if (resource.namespaced)
    paths.push([`${prefix}/${resource.plural}`, { get: operation(resource, "list", schema) }]);
  return paths;
}

/** How lists merge is known of the built-in kinds alone: kubectl patches others in another way. */
const strategic = "application/strategic-merge-patch+json";

const bodies: Readonly<Record<string, readonly string[]>> = {
  post: ["*/*"],
  put: ["*/*"],
  patch: [
    "application/apply-patch+yaml",
    "application/json-patch+json",
    "application/merge-patch+json",
    strategic,
  ],
};

function operation(
  { group, version, kind, isCustom = false }: Resource,
  action: string,
  schema: string,
): object {
  const media = { schema: { $ref: `#/components/schemas/${schema}` } };
  const types = bodies[action]?.filter((type) => !isCustom || type !== strategic);
  return {
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { group, version, kind },
    // kubectl leaves validation to a server that names this parameter.
    ...(types && {
      parameters: [{ name: "fieldValidation", in: "query", schema: { type: "string", uniqueItems: true } }],
      requestBody: { content: Object.fromEntries(types.map((type) => [type, media])) },
    }),
    responses: { "200": { description: "OK", content: { "application/json": media } } },
  };
}

/** Adds the schema of a kind, and all that it refers to. */
function schemaNameOf(resource: Resource, schemas: Map<string, object>): string {
  const { group, version, kind } = resource;
  const isMeant = (definition: Definition) =>
    definition["x-kubernetes-group-version-kind"]?.some(
      (each) => each.group === group && each.version === version && each.kind === kind,
    );
  const builtin = Object.entries(definitions).find(([, definition]) => isMeant(definition))?.[0];
  if (builtin !== undefined) {
    addSchema(builtin, schemas);
    return builtin;
  }
  const name = `${group.split(".").toReversed().join(".")}.${version}.${kind}`;
  const own = { "x-kubernetes-group-version-kind": [{ group, version, kind }] };
  addSchema(objectMeta, schemas);
  schemas.set(name, { ...customSchema(resource.openApi), ...own });
  return name;
}

function addSchema(name: string, schemas: Map<string, object>): void {
  const definition = definitions[name];
  if (schemas.has(name) || definition === undefined) return;
  const text = JSON.stringify(definition);
  const moved: unknown = JSON.parse(text.replaceAll("#/definitions/", "#/components/schemas/"));
  schemas.set(name, wrapped(moved) as object);
  for (const [, used = ""] of text.matchAll(/"#\/definitions\/([^"]+)"/g)) addSchema(used, schemas);
}

/** OpenAPI 3 lets nothing stand beside a `$ref`: it goes into an `allOf`. */
function wrapped(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(wrapped);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, wrapped(value)] as const);
  const { $ref, ...rest } = Object.fromEntries(entries) as Record<string, unknown>;
  // A property may be called `$ref` too.
  if (typeof $ref !== "string" || Object.keys(rest).length === 0) return Object.fromEntries(entries);
  return { ...rest, allOf: [{ $ref }] };
}
