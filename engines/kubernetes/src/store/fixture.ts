import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeObject } from "../object.ts";
import type { Entry, Key, WatchEvent } from "./store.ts";

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "naru-kubernetes-store-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** `web` is a pod in `default`, `shop/web` one in `shop`. */
export function pod(name: string): Key {
  const [namespace, own] = name.includes("/") ? name.split("/", 2) : ["default", name];
  return { resource: "pods", namespace: namespace ?? "", name: own ?? "" };
}

export const objectOf = ({ namespace, name }: Key, value: unknown = 0): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace, uid: `${namespace}-${name}`, creationTimestamp: "2026-01-01T00:00:00Z" },
  spec: { value },
});

export const valueOf = (object: KubeObject | undefined): unknown =>
  (object?.["spec"] as { value: unknown } | undefined)?.value;

const text = (object: KubeObject | undefined) => (object ? String(valueOf(object)) : "");

/** `shop/web@3=blue` */
export const shown = ({ key, revision, object }: Entry): string =>
  `${key.namespace}/${key.name}@${revision}=${text(object)}`;

/** `MODIFIED default/web@3 red→blue` */
export const told = ({ type, key, revision, object, previous }: WatchEvent): string =>
  `${type} ${key.namespace}/${key.name}@${revision} ${text(previous)}→${text(object)}`;
