import type { KubeObject } from "../object.ts";
import { isObject } from "../patch/json.ts";
import { ageColumn, nameColumn } from "../resources/cells.ts";
import { apiVersionOf } from "../resources/registry.ts";
import type { Column, Resource, ScalePaths } from "../resources/resource.ts";
import type { View } from "../resources/view.ts";
import { builtinType, typeOf } from "../schema/definitions.ts";
import type { ObjectType } from "../schema/type.ts";
import { checkerOf } from "./check.ts";
import { columnOf } from "./columns.ts";
import { fillDefaults, hasDefaults, prune, type Schema } from "./schema.ts";

interface DefinitionSpec {
  readonly group: string;
  readonly scope: "Namespaced" | "Cluster";
  readonly names: {
    readonly plural: string;
    readonly singular?: string;
    readonly kind: string;
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  };
  readonly versions: readonly Version[];
}

interface Version {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
  readonly subresources?: { readonly status?: object; readonly scale?: Scale };
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

interface Scale {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly description?: string;
  readonly priority?: number;
}

/** The kinds that a CustomResourceDefinition declares, one a served version.
 *  @throws Error when a schema makes no sense */
export function customResources(definition: KubeObject): Resource[] {
  const spec = definition["spec"] as DefinitionSpec;
  const kept = spec.versions.find(({ storage }) => storage) ?? spec.versions[0];
  if (!kept) return [];
  const stored = resourceOf(spec, kept);
  const served = spec.versions.filter((version) => version.served);
  // An object may have been stored as another version, and before there were defaults.
  const isAsStored = spec.versions.length === 1 && !hasDefaults(schemaOf(kept));
  if (isAsStored) return served.length > 0 ? [stored] : [];
  return served.map((version) => viewOf(stored, version === kept ? stored : resourceOf(spec, version)));
}

const schemaOf = (version: Version): Schema => version.schema?.openAPIV3Schema ?? {};

const named = (object: KubeObject, resource: Resource) => ({
  ...object,
  apiVersion: apiVersionOf(resource),
});

/** Versions differ in name alone: conversion is `None`.
 *  Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/ */
function viewOf(of: Resource, shown: Resource): Resource {
  const view: View = {
    of,
    shows: (object) => defaulted(named(object, shown), shown),
    stores: (object) => named(object, of),
    check: (object, before) => (shown === of ? [] : (shown.validate?.(object, before) ?? [])),
  };
  return { ...shown, view };
}

function defaulted(object: KubeObject, { openApi, setDefaults }: Resource): KubeObject {
  if (!hasDefaults(openApi as Schema)) return object;
  const copy = structuredClone(object);
  setDefaults?.(copy);
  return copy;
}

function resourceOf({ group, scope, names }: DefinitionSpec, version: Version): Resource {
  const schema = schemaOf(version);
  const check = checkerOf(schema);
  const { status, scale } = version.subresources ?? {};
  return {
    group,
    version: version.name,
    kind: names.kind,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === "Namespaced",
    type: typeWithMetadata(schema),
    openApi: schema,
    isCustom: true,
    subresources: { ...(status && { status: true }), ...(scale && { scale: scalePaths(scale) }) },
    columns: columnsOf(version.additionalPrinterColumns),
    selectable: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath.slice(1)),
    prepare(object, before) {
      if (status && before === undefined) delete object["status"];
    },
    prune: (object) => prune(object, schema),
    setDefaults(object) {
      fillDefaults(object, schema);
    },
    validate: check,
  };
}

/** A schema says nothing of metadata: every kind has the same. */
function typeWithMetadata(schema: Schema): ObjectType {
  const type = typeOf({ type: "object", properties: {}, ...schema });
  const known: ObjectType =
    type.kind === "object"
      ? type
      : { kind: "object", fields: new Map(), required: [], additional: type, atomic: false };
  const standard = builtinType("", "v1", "ConfigMap");
  if (standard?.kind !== "object") throw new Error("the type of ConfigMap is known");
  const common = ["apiVersion", "kind", "metadata"].flatMap((name) => {
    const field = standard.fields.get(name);
    return field ? [[name, field] as const] : [];
  });
  return { ...known, fields: new Map([...known.fields, ...common]) };
}

const scalePaths = ({ specReplicasPath, statusReplicasPath, labelSelectorPath = "" }: Scale): ScalePaths => ({
  spec: specReplicasPath.slice(1),
  status: statusReplicasPath.slice(1),
  selector: labelSelectorPath.slice(1),
});

function columnsOf(given: readonly PrinterColumn[] | undefined): Column[] {
  return [nameColumn, ...(given ? given.map(columnOf) : [ageColumn])];
}

/** `{group}/{plural}` of what a definition declares, to take it back by. */
export function declaredBy(definition: KubeObject): Pick<Resource, "group" | "plural"> | undefined {
  const spec = definition["spec"];
  if (!isObject(spec) || !isObject(spec["names"])) return undefined;
  const { group } = spec;
  const { plural } = spec["names"];
  return typeof group === "string" && typeof plural === "string" ? { group, plural } : undefined;
}
