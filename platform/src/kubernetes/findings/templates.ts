import type { KubeObject } from "@naru/kubernetes";
import { refOf } from "../pods/owner.ts";
import { type Controller, type PodSpec, podSpecOf } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";
import type { Objects } from "./objects.ts";

/** What makes pods, and the pods that it makes. */
export interface Template {
  readonly object: Controller;
  readonly ref: ObjectRef;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

const templated = ["deployments", "statefulSets", "daemonSets", "cronJobs", "jobs", "replicaSets"] as const;

const known = new WeakMap<Objects, Map<string, readonly Template[]>>();

/** Of a namespace, what people made; a ReplicaSet or Job that something else made is that one's matter. */
export function templatesIn(objects: Objects, namespace: string): readonly Template[] {
  const before = known.get(objects) ?? new Map<string, readonly Template[]>();
  known.set(objects, before);
  const found = before.get(namespace) ?? readIn(objects, namespace);
  before.set(namespace, found);
  return found;
}

const readIn = (objects: Objects, namespace: string): Template[] =>
  templated.flatMap((kind) =>
    objects.in(kind, namespace).flatMap((object) => (isOwned(object) ? [] : templateOf(object))),
  );

const isOwned = ({ metadata }: KubeObject) =>
  metadata.ownerReferences?.some(({ controller }) => controller) ?? false;

function templateOf(object: Controller): Template[] {
  const spec = podSpecOf(object);
  const template = object.spec.template ?? object.spec.jobTemplate?.spec.template;
  return spec ? [{ object, ref: refOf(object), labels: template?.metadata?.labels ?? {}, spec }] : [];
}
