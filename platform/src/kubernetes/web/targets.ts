import type { Target } from "@naru/ui";
import type { ObjectRef } from "../api.ts";

/** One object among all clusters. */
export interface Place extends ObjectRef {
  readonly cluster: string;
}

const path = (...segments: readonly string[]) => `/${segments.map(encodeURIComponent).join("/")}`;

const workloadKinds = new Set(["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"]);

/** The page of an object: its own for what people work with daily, else the one for every kind.
 *  @param apiVersion may be left out where the kind alone says which */
export function targetOf({ cluster, kind, namespace, name }: Place, apiVersion = ""): Target {
  if (workloadKinds.has(kind)) return { to: path("workloads", cluster, kind, namespace, name) };
  if (kind === "Pod") return { to: path("pods", cluster, namespace, name) };
  if (kind === "Node") return { to: path("nodes", cluster, name) };
  return objectTarget({ cluster, kind, namespace, name }, apiVersion);
}

/** The page that shows an object of any kind as YAML. */
export function objectTarget({ cluster, kind, namespace, name }: Place, apiVersion = ""): Target {
  return { to: path("objects", cluster, kind, name), search: { apiVersion, namespace } };
}
