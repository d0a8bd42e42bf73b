import type { KubeObject } from "../object.ts";
import { builtinResources } from "./builtin.ts";
import { apiVersionOf } from "./registry.ts";
import type { Resource } from "./resource.ts";

/* Objects to test kinds with. */

export const now = Date.parse("2026-01-01T12:00:00Z");
export const secondsAgo = (seconds: number) => new Date(now - seconds * 1000).toISOString();

/** Of a kind, and two minutes old. */
export function specimen(resource: Resource, fields: object = {}, metadata: object = {}): KubeObject {
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: { name: "web", uid: "u-1", creationTimestamp: secondsAgo(120), ...metadata },
    ...structuredClone(fields),
  };
}

/** Its row of `kubectl get`. */
export function row(resource: Resource, object: KubeObject, isWide = false): unknown[] {
  return resource.columns
    .filter(({ priority = 0 }) => priority === 0 || isWide)
    .map(({ cell }) => cell(object, now));
}

export const header = (resource: Resource) =>
  resource.columns.map(({ name, priority = 0 }) => (priority > 0 ? `(${name})` : name)).join(" | ");

export function defaulted(resource: Resource, object: KubeObject): KubeObject {
  const filled = structuredClone(object);
  resource.setDefaults?.(filled);
  return filled;
}

export function prepared(resource: Resource, object: KubeObject, before?: KubeObject): KubeObject {
  const made = structuredClone(object);
  resource.prepare?.(made, before);
  resource.setDefaults?.(made);
  return made;
}

/** What is wrong, each as its field and message. */
export function complaints(
  resource: Resource,
  object: KubeObject,
  before?: KubeObject,
  subresource?: string,
): string[] {
  const causes = resource.validate?.(
    defaulted(resource, object),
    before && defaulted(resource, before),
    subresource,
  );
  return (causes ?? []).map(({ field, message }) => `${field}: ${message}`);
}

/** A built-in kind by its full name: `apps/v1 Deployment`. */
export function known(name: string): Resource {
  const found = builtinResources.find((one) => `${apiVersionOf(one)} ${one.kind}` === name);
  if (found === undefined) throw new Error(`${name} is not built in`);
  return found;
}
