import type { KubeObject } from "@naru/kubernetes";
import type { Found } from "./found.ts";
import { Objects } from "./objects.ts";

export const now = Date.parse("2026-11-29T09:00:00Z");
/** RFC 3339. */
export const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

type Kinds = ConstructorParameters<typeof Objects>[0];
export type Given = { readonly [Kind in keyof Kinds]?: readonly object[] };

const cacheKinds: Readonly<Record<keyof Kinds, string>> = {
  namespaces: "Namespace",
  nodes: "Node",
  pods: "Pod",
  deployments: "Deployment",
  replicaSets: "ReplicaSet",
  statefulSets: "StatefulSet",
  daemonSets: "DaemonSet",
  controllerRevisions: "ControllerRevision",
  jobs: "Job",
  cronJobs: "CronJob",
  services: "Service",
  ingresses: "Ingress",
  ingressClasses: "IngressClass",
  autoscalers: "HorizontalPodAutoscaler",
  budgets: "PodDisruptionBudget",
  quotas: "ResourceQuota",
  claims: "PersistentVolumeClaim",
  storageClasses: "StorageClass",
  configMaps: "ConfigMap",
  secrets: "Secret",
  events: "Event",
};
const clusterWide = new Set<keyof Kinds>(["namespaces", "nodes", "ingressClasses", "storageClasses"]);

/** A cluster in which this is all there is, in the namespace shop.
 *  @param unknown kinds that are not known in full */
export function objectsOf(given: Given, unknown: readonly (keyof Kinds)[] = []): Objects {
  const kinds = Object.keys(cacheKinds) as (keyof Kinds)[];
  const caches = kinds.map((kind) => {
    const named = (object: object) => objectOf(cacheKinds[kind], object, clusterWide.has(kind));
    const objects = (given[kind] ?? (kind === "namespaces" ? [{ name: "shop" }] : [])).map(named);
    return [
      kind,
      {
        list: () => objects,
        get: (namespace: string | undefined, name: string) =>
          objects.find(
            ({ metadata }) => metadata.name === name && (metadata.namespace ?? "") === (namespace ?? ""),
          ),
        status: () => ({ state: unknown.includes(kind) ? "away" : "live", isPartial: false }) as const,
      },
    ];
  });
  return new Objects(Object.fromEntries(caches) as Kinds, now);
}

/** @param of what the object has; of its metadata, name and the rest side by side */
function objectOf(kind: string, of: object, isClusterWide: boolean): KubeObject {
  const { name, labels, created, owner, ...rest } = of as Record<string, unknown>;
  const metadata = {
    name,
    ...(!isClusterWide && { namespace: "shop" }),
    ...(labels !== undefined && { labels }),
    ...(created !== undefined && { creationTimestamp: created }),
    ...(owner !== undefined && { ownerReferences: [{ uid: "1", controller: true, ...(owner as object) }] }),
  };
  return { apiVersion: "v1", kind, metadata, ...rest } as unknown as KubeObject;
}

type Labels = Readonly<Record<string, string>>;

export const deployment = (name: string, labels: Labels, spec: object = {}, status: object = {}) => ({
  name,
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "main" }], ...spec } },
  },
  status,
});

export const pod = (name: string, labels: Labels, spec: object = {}) => ({
  name,
  labels,
  owner: { kind: "ReplicaSet", name: "rs" },
  spec: { containers: [{ name: "main" }], ...spec },
  status: { phase: "Running" },
});

/** One line a finding: `selector-matches-nothing Service cart: selector.app cart2, not cart (Deployment cart)`. */
export const told = (findings: readonly Found[]): string[] =>
  findings.map(({ reason, object, touches, field, found, wanted, message }) =>
    [
      `${reason} ${object.kind} ${object.name}:`,
      field,
      wanted === "" ? found : `${found}, not ${wanted}`,
      message === "" ? "" : `"${message}"`,
      touches.length === 0 ? "" : `(${touches.map(({ kind, name }) => `${kind} ${name}`).join(", ")})`,
    ]
      .filter((part) => part !== "")
      .join(" "),
  );
