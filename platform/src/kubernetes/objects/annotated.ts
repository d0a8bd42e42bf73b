import type { Cluster } from "../clusters/cluster.ts";
import type { ObjectRef } from "../shapes/api.ts";

/** A workload or node with what an annotation says of it. */
export interface Annotated extends ObjectRef {
  readonly cluster: string;
  readonly value: string;
}

const annotatable = {
  Deployment: "deployments",
  StatefulSet: "statefulSets",
  DaemonSet: "daemonSets",
  Node: "nodes",
} as const satisfies Record<string, keyof Cluster["caches"]>;

export const annotatedIn = ({ name: cluster, caches }: Cluster, annotation: string): Annotated[] =>
  Object.entries(annotatable).flatMap(([kind, cache]) =>
    caches[cache].list().flatMap(({ metadata: { namespace = "", name, annotations } }) => {
      const value = annotations?.[annotation];
      return value === undefined ? [] : [{ cluster, kind, namespace, name, value }];
    }),
  );
