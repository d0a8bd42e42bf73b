import type { KubeObject } from "../object.ts";
import type { Container, Pod } from "../kubelet/pod.ts";

/** By name: text, or a whole number. */
export type Attributes = Readonly<Record<string, string | number>>;

/** The controllers that are asked for upwards, with the attribute of each. */
const ownerAttributes: Readonly<Record<string, string>> = {
  Deployment: "k8s.deployment.name",
  ReplicaSet: "k8s.replicaset.name",
  StatefulSet: "k8s.statefulset.name",
  DaemonSet: "k8s.daemonset.name",
  Job: "k8s.job.name",
  CronJob: "k8s.cronjob.name",
};

/** A pod, and whose it is.
 *  @param owners  the controller of the pod, its controller, and so on */
export function ownAttributes(
  { metadata, spec }: Pod,
  owners: readonly Pick<KubeObject, "kind" | "metadata">[],
): Record<string, string | number> {
  const attributes: Record<string, string | number> = {
    "k8s.namespace.name": metadata.namespace ?? "",
    "k8s.pod.name": metadata.name,
    "k8s.pod.uid": metadata.uid,
    "k8s.node.name": spec.nodeName ?? "",
  };
  for (const { kind, metadata: owner } of owners) {
    const attribute = ownerAttributes[kind];
    if (attribute !== undefined) attributes[attribute] = owner.name;
  }
  return attributes;
}

/** What produces the telemetry of a container.
 *  @param owners  the controller of the pod, its controller, and so on
 *  Source: https://opentelemetry.io/docs/specs/semconv/resource/k8s/ and
 *          https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/ */
export function podAttributes(
  pod: Pod,
  container: Container,
  owners: readonly Pick<KubeObject, "kind" | "metadata">[],
  restartCount: number,
): Attributes {
  const { metadata } = pod;
  const { labels = {}, annotations = {} } = metadata;
  const attributes: Record<string, string | number> = {
    ...ownAttributes(pod, owners),
    "k8s.container.name": container.name,
    "k8s.container.restart_count": restartCount,
    "container.image.name": repositoryOf(container.image),
    "service.namespace": metadata.namespace ?? "",
    "service.instance.id": `${metadata.namespace}.${metadata.name}.${container.name}`,
  };
  const highest = owners.at(-1)?.metadata.name;
  attributes["service.name"] = labels["app.kubernetes.io/name"] ?? highest ?? container.name;
  const version = labels["app.kubernetes.io/version"] ?? tagOf(container.image);
  if (version !== undefined) attributes["service.version"] = version;
  // What somebody says of a pod in so many words counts most.
  for (const [key, value] of Object.entries(annotations)) {
    if (key.startsWith(annotationPrefix)) attributes[key.slice(annotationPrefix.length)] = value;
  }
  return attributes;
}

const annotationPrefix = "resource.opentelemetry.io/";

/** A colon behind the last slash begins the tag: one before it belongs to a registry's port. */
const tagPattern = /:([^:/@]+)$/;
const tagOf = (image: string) => tagPattern.exec(image)?.[1];
const repositoryOf = (image: string) => image.replace(tagPattern, "");
