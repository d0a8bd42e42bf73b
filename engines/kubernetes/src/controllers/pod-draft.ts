import type { KubeObject } from "../object.ts";
import type { Draft } from "./client.ts";
import type { PodTemplate } from "./kinds.ts";
import { controllerReference } from "./owners.ts";

/** A pod of a template, with a name that begins with its owner's. */
export function podDraft(owner: KubeObject, { metadata, spec }: PodTemplate): Draft {
  const { labels, annotations, finalizers } = metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${owner.metadata.name}-`,
      ...(labels && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
      ...(finalizers && { finalizers: [...finalizers] }),
      ownerReferences: [controllerReference(owner)],
    },
    spec,
  };
}
