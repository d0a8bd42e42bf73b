import type { Config, Container, PodSpec } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";
import { isFinished } from "./jobs.ts";
import { type Found, found } from "./found.ts";
import { nearest } from "./nearest.ts";
import { namespaceOf, type Objects } from "./objects.ts";
import { type Template, templatesIn } from "./templates.ts";

type Kind = "ConfigMap" | "Secret";
const caches = { ConfigMap: "configMaps", Secret: "secrets" } as const;

/** What a pod template needs of a ConfigMap or Secret. */
interface Reference {
  readonly kind: Kind;
  readonly name: string;
  /** Empty: all of it. */
  readonly key: string;
  /** As the history of changes names it. */
  readonly field: string;
  /** Pods start without it. */
  readonly isOptional: boolean;
}

/** Settings that pod templates refer to and that are not there: the next pod will not start. */
export function referenceFindings(objects: Objects): Found[] {
  const namespaces = objects.all("namespaces").map(({ metadata }) => metadata.name);
  return namespaces
    .flatMap((namespace) => templatesIn(objects, namespace))
    .filter(({ object }) => object.kind !== "Job" || !isFinished(object))
    .flatMap((template) => missingOf(objects, template));
}

function missingOf(objects: Objects, { object, spec }: Template): Found[] {
  const namespace = namespaceOf(object);
  const seen = new Set<string>();
  return referencesOf(spec).flatMap(({ kind, name, key, field, isOptional }) => {
    const cache = caches[kind];
    const ref: ObjectRef = { kind, namespace, name };
    const known = objects.get(cache, namespace, name);
    if (isOptional || (!known && !objects.knows(cache))) return [];
    const id = known ? `${kind}/${name}/${key}` : `${kind}/${name}`;
    if (seen.has(id) || (known && (key === "" || hasKey(known, key)))) return [];
    seen.add(id);
    const names = known
      ? Object.keys(known.data ?? {})
      : objects.in(cache, namespace).map(({ metadata }) => metadata.name);
    return [
      found(known ? "key-missing" : "reference-missing", object, {
        touches: [ref],
        field,
        found: known ? key : name,
        wanted: nearest(known ? key : name, names) ?? "",
      }),
    ];
  });
}

const hasKey = ({ data = {}, binaryData = {} }: Config, key: string): boolean =>
  Object.hasOwn(data, key) || Object.hasOwn(binaryData, key);

/** Workloads whose pods are given a ConfigMap or Secret, or some of it, as variables or files. */
export const readersOf = (objects: Objects, { kind, namespace, name }: ObjectRef): ObjectRef[] =>
  templatesIn(objects, namespace)
    .filter(({ spec }) => referencesOf(spec).some((each) => each.kind === kind && each.name === name))
    .map(({ ref }) => ref);

const referencesOf = ({ containers, initContainers = [], volumes = [] }: PodSpec): Reference[] => [
  ...containers.flatMap((container) => containerReferences("containers", container)),
  ...initContainers.flatMap((container) => containerReferences("initContainers", container)),
  ...volumes.flatMap(volumeReferences),
];

/** Parts of the API that name a ConfigMap or Secret; one says `name`, a volume's Secret `secretName`. */
interface Source {
  readonly name?: string;
  readonly secretName?: string;
  readonly key?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

function containerReferences(list: string, { name, env = [], envFrom = [] }: Container): Reference[] {
  const variables = env.flatMap((variable) => {
    const { configMapKeyRef, secretKeyRef } = (variable.valueFrom ?? {}) as Readonly<
      Record<string, Source | undefined>
    >;
    const field = `${list}.${name}.env.${variable.name}`;
    return [...reference("ConfigMap", configMapKeyRef, field), ...reference("Secret", secretKeyRef, field)];
  });
  const whole = envFrom.flatMap((from) => {
    const { configMapRef, secretRef } = from as Readonly<Record<string, Source | undefined>>;
    const field = `${list}.${name}.envFrom`;
    return [...reference("ConfigMap", configMapRef, field), ...reference("Secret", secretRef, field)];
  });
  return [...variables, ...whole];
}

function volumeReferences({ name, ...source }: NonNullable<PodSpec["volumes"]>[number]): Reference[] {
  const field = `volumes.${name}`;
  const { configMap, secret, projected } = source as {
    readonly configMap?: Source;
    readonly secret?: Source;
    readonly projected?: { readonly sources?: readonly Readonly<Record<string, Source | undefined>>[] };
  };
  return [
    ...reference("ConfigMap", configMap, field),
    ...reference("Secret", secret, field),
    ...(projected?.sources ?? []).flatMap((each) => [
      ...reference("ConfigMap", each["configMap"], field),
      ...reference("Secret", each["secret"], field),
    ]),
  ];
}

function reference(kind: Kind, source: Source | undefined, field: string): Reference[] {
  const name = source?.name ?? source?.secretName ?? "";
  if (!source || name === "") return [];
  const keys = source.key === undefined ? (source.items ?? []).map(({ key }) => key) : [source.key];
  const isOptional = source.optional === true;
  return (keys.length === 0 ? [""] : keys).map((key) => ({ kind, name, key, field, isOptional }));
}
