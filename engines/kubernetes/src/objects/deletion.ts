import type { KubeObject } from "../object.ts";
import type { Resource } from "../resources/resource.ts";
import { conflict } from "./refusals.ts";
import { timestamp } from "./metadata.ts";

export interface DeleteOptions {
  readonly dryRun: boolean;
  /** How long a pod may take to end; undefined for as long as it says itself. */
  readonly graceSeconds?: number | undefined;
  readonly propagation?: "Foreground" | "Background" | "Orphan" | undefined;
  readonly preconditions?:
    | { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined }
    | undefined;
}

const finalizers = { Foreground: "foregroundDeletion", Orphan: "orphan", Background: undefined } as const;

/** @returns what is left: the object waiting for its finalizers, its namespace's content or its processes to end;
 *           undefined when it is gone
 *  @throws ApiError Conflict when it is not the one that was meant */
export function deletion(
  resource: Resource,
  object: KubeObject,
  options: DeleteOptions,
  now: number,
): KubeObject | undefined {
  requireMeant(resource, object, options);
  const { metadata } = object;
  if (options.propagation !== undefined) setPropagation(object, options.propagation);
  const grace = graceOf(resource, object, options);
  if (isFree(object) && grace === 0) return undefined;
  const isAlreadyEnding = metadata.deletionTimestamp !== undefined;
  if (isAlreadyEnding && grace >= (metadata.deletionGracePeriodSeconds ?? 0)) return object;
  metadata.deletionTimestamp = timestamp(now + grace * 1000);
  metadata.deletionGracePeriodSeconds = grace;
  if (!isAlreadyEnding && metadata.generation !== undefined) metadata.generation++;
  if (isNamespace(resource)) object["status"] = { ...(object["status"] as object), phase: "Terminating" };
  return object;
}

/** Its deletion was asked for and nothing holds it any longer. */
export const isFinished = (object: KubeObject) =>
  object.metadata.deletionTimestamp !== undefined &&
  (object.metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
  isFree(object);

function isFree(object: KubeObject): boolean {
  const spec = object["spec"] as { finalizers?: readonly string[] } | undefined;
  const held = object.kind === "Namespace" ? (spec?.finalizers?.length ?? 0) : 0;
  return (object.metadata.finalizers?.length ?? 0) === 0 && held === 0;
}

/** Pods that run somewhere are given time; nothing else takes any. */
function graceOf(resource: Resource, object: KubeObject, { graceSeconds }: DeleteOptions): number {
  if (resource.group !== "" || resource.plural !== "pods") return 0;
  const spec = object["spec"] as { nodeName?: string; terminationGracePeriodSeconds?: number } | undefined;
  const phase = (object["status"] as { phase?: string } | undefined)?.phase;
  if (!spec?.nodeName || phase === "Succeeded" || phase === "Failed") return 0;
  return Math.max(0, graceSeconds ?? spec.terminationGracePeriodSeconds ?? 30);
}

function setPropagation({ metadata }: KubeObject, propagation: keyof typeof finalizers): void {
  const wanted = finalizers[propagation];
  const others = (metadata.finalizers ?? []).filter(
    (finalizer) => finalizer !== finalizers.Foreground && finalizer !== finalizers.Orphan,
  );
  const next = wanted === undefined ? others : [...others, wanted];
  if (next.length > 0) metadata.finalizers = next;
  else delete metadata.finalizers;
}

function requireMeant(resource: Resource, { metadata }: KubeObject, { preconditions }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
    throw conflict(resource, metadata.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`;
    throw conflict(resource, metadata.name, why);
  }
}

const isNamespace = ({ group, plural }: Resource) => group === "" && plural === "namespaces";
