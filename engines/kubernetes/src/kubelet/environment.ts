import type { KubeObject } from "../object.ts";
import { fieldOf, type Place, resourceOf } from "./downward.ts";
import { expand } from "./expand.ts";
import type { Container, EnvVar, KeyReference, Pod } from "./pod.ts";

/** Why a container can't be started as it is described: `CreateContainerConfigError`. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** ConfigMaps and Secrets of the pod's own namespace. */
export interface Sources {
  configMap(name: string): KubeObject | undefined;
  secret(name: string): KubeObject | undefined;
}

export interface Surroundings {
  readonly sources: Sources;
  readonly place: Place;
  /** Variables of the services that were there when the pod began. */
  readonly services: Readonly<Record<string, string>>;
}

/** Variables of a container: services, then whole maps, then single ones, of which later ones may name earlier ones.
 *  @throws ConfigError
 *  Source: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ */
export function environmentOf(
  pod: Pod,
  container: Container,
  { sources, place, services }: Surroundings,
): Record<string, string> {
  const env: Record<string, string> = { ...services };
  for (const { prefix = "", configMapRef, secretRef } of container.envFrom ?? []) {
    const data = configMapRef
      ? wholeOf("configmap", configMapRef, sources)
      : secretRef
        ? wholeOf("secret", secretRef, sources)
        : {};
    for (const [key, value] of Object.entries(data)) env[prefix + key] = value.toString();
  }
  for (const variable of container.env ?? []) {
    const value = variable.valueFrom
      ? referred(pod, container, variable, sources, place)
      : expand(variable.value ?? "", (name) => env[name]);
    if (value !== undefined) env[variable.name] = value;
  }
  return env;
}

function referred(
  pod: Pod,
  container: Container,
  { valueFrom = {} }: EnvVar,
  sources: Sources,
  place: Place,
): string | undefined {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (configMapKeyRef) return keyOf("configmap", configMapKeyRef, sources, pod);
  if (secretKeyRef) return keyOf("secret", secretKeyRef, sources, pod);
  const value = fieldRef
    ? fieldOf(pod, fieldRef, place)
    : resourceFieldRef && resourceOf(pod, container, resourceFieldRef, place);
  if (value !== undefined) return value;
  const path = fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? "";
  throw new ConfigError(`field label not supported: ${path}`);
}

type SourceKind = "configmap" | "secret";

function wholeOf(
  kind: SourceKind,
  { name = "", optional }: { name?: string; optional?: boolean },
  sources: Sources,
): Record<string, Buffer> {
  const object = find(kind, name, sources);
  if (object) return dataOf(object);
  if (optional) return {};
  throw new ConfigError(`${kind} ${JSON.stringify(name)} not found`);
}

function keyOf(
  kind: SourceKind,
  { name = "", key, optional }: KeyReference,
  sources: Sources,
  { metadata }: Pod,
): string | undefined {
  const object = find(kind, name, sources);
  const value = object && dataOf(object)[key];
  if (value !== undefined) return value.toString();
  if (optional) return undefined;
  if (!object) throw new ConfigError(`${kind} ${JSON.stringify(name)} not found`);
  const title = kind === "secret" ? "Secret" : "ConfigMap";
  throw new ConfigError(`couldn't find key ${key} in ${title} ${metadata.namespace}/${name}`);
}

const find = (kind: SourceKind, name: string, sources: Sources) =>
  kind === "secret" ? sources.secret(name) : sources.configMap(name);

/** What a ConfigMap or a Secret holds, by key. */
export function dataOf(object: KubeObject): Record<string, Buffer> {
  const isSecret = object.kind === "Secret";
  return Object.fromEntries([
    ...decoded(object["data"], isSecret ? "base64" : "utf8"),
    ...decoded(object["binaryData"], "base64"),
  ]);
}

const decoded = (values: unknown, encoding: "utf8" | "base64") =>
  Object.entries((values ?? {}) as Record<string, string>).map(
    ([key, value]) => [key, Buffer.from(value, encoding)] as const,
  );
