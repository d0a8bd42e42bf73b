import type { ObjectRef } from "#kubernetes/api.ts";

const workloadKinds = new Set(["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"]);

const path = (...segments: readonly string[]) => `/${segments.map(encodeURIComponent).join("/")}`;

/** The console's page of an object: its own for what people work with daily, else the one for every kind. */
export function objectLink({
  cluster,
  kind,
  namespace,
  name,
}: ObjectRef & { readonly cluster: string }): string {
  if (workloadKinds.has(kind)) return path("workloads", cluster, kind, namespace, name);
  if (kind === "Pod") return path("pods", cluster, namespace, name);
  if (kind === "Node") return path("nodes", cluster, name);
  return `${path("objects", cluster, kind, name)}?namespace=${encodeURIComponent(namespace)}`;
}

/** `Deployment shop/cart`, `Node node-1`. */
export const objectText = ({ kind, namespace, name }: ObjectRef): string =>
  `${kind} ${namespace === "" ? "" : `${namespace}/`}${name}`;
