import type { ObjectPlace } from "./access.ts";

/** What there is to tell of an object. */
export interface News {
  readonly type: "Normal" | "Warning";
  /** One word in CamelCase. */
  readonly reason: string;
  readonly message: string;
  /** Who says so: `naru-scale-to-zero`. */
  readonly component: string;
}

/** Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export function eventAbout(
  { apiVersion, kind, namespace, name, uid }: ObjectPlace & { readonly uid: string },
  { type, reason, message, component }: News,
  at: Date,
): object {
  const time = `${at.toISOString().slice(0, 19)}Z`;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${crypto.randomUUID().slice(0, 18)}`, namespace },
    involvedObject: { apiVersion, kind, namespace, name, uid },
    type,
    reason,
    message,
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
    source: { component },
    reportingComponent: component,
    reportingInstance: "",
  };
}
