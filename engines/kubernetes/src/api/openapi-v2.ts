import type { Registry } from "../resources/registry.ts";
import { apiVersionOf } from "../resources/registry.ts";
import { kubernetesVersion } from "../schema/definitions.ts";
import { loosened } from "./openapi-custom.ts";
import { openApiOf } from "./openapi.ts";

/* OpenAPI 2 of everything at once, for programs from before version 3. */

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly responses: { readonly "200": { readonly content: Readonly<Record<string, { schema: object }>> } };
  readonly requestBody?: object;
  readonly [extension: string]: unknown;
}

export type Json = Readonly<Record<string, unknown>>;

export interface OperationV2 {
  readonly produces: readonly string[];
  readonly consumes?: readonly string[];
  readonly parameters?: readonly (
    | { readonly name: string; readonly in: "body"; readonly required: boolean; readonly schema: Json }
    | { readonly name: string; readonly in: string; readonly type: string }
  )[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema: Json }>>;
  readonly [extension: `x-${string}`]: unknown;
}

export interface OpenApiV2 {
  readonly swagger: "2.0";
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationV2>>>>;
  readonly definitions: Json;
}

const made = new WeakMap<Registry, { readonly state: number; readonly document: OpenApiV2 }>();

/** @returns the document, made anew when other kinds are served */
export function openApiV2(registry: Registry): OpenApiV2 {
  const known = made.get(registry);
  if (known?.state === registry.state) return known.document;
  const document = documentOf(registry);
  made.set(registry, { state: registry.state, document });
  return document;
}

function documentOf(registry: Registry): OpenApiV2 {
  const versions = new Map(registry.all().map((each) => [apiVersionOf(each), each]));
  const documents = [...versions.values()].map(
    ({ group, version }) => openApiOf(registry, group, version) as unknown as Document,
  );
  const paths = documents.flatMap((document) => Object.entries(document.paths));
  const schemas = documents.flatMap(({ components }) => Object.entries(components.schemas));
  const document = {
    swagger: "2.0",
    info: { title: "Kubernetes", version: `v${kubernetesVersion}` },
    paths: Object.fromEntries(paths.map(([path, operations]) => [path, operationsOf(operations)])),
    definitions: loosened(Object.fromEntries(schemas)),
  };
  const text = JSON.stringify(document).replaceAll("#/components/schemas/", "#/definitions/");
  return JSON.parse(text) as OpenApiV2;
}

const operationsOf = (operations: Readonly<Record<string, Operation>>) =>
  Object.fromEntries(Object.entries(operations).map(([method, each]) => [method, operationOf(each)]));

function operationOf({ requestBody, responses, parameters, ...extensions }: Operation): object {
  const { schema } = responses["200"].content["application/json"] ?? {};
  const body = { name: "body", in: "body", required: true, schema };
  const others = (parameters as { name: string; in: string }[] | undefined) ?? [];
  const asked = others.map(({ name, in: where }) => ({ name, in: where, type: "string" }));
  return {
    ...extensions,
    ...(requestBody && { consumes: ["*/*"], parameters: [body, ...asked] }),
    produces: ["application/json"],
    responses: { "200": { description: "OK", schema } },
  };
}
