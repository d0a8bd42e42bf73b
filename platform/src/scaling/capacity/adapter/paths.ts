/* What is asked of the APIs by which autoscalers measure.
 * Source: https://github.com/kubernetes/design-proposals-archive/blob/main/instrumentation/custom-metrics-api.md,
 * https://github.com/kubernetes/design-proposals-archive/blob/main/instrumentation/external-metrics-api.md */

export const customGroup = "custom.metrics.k8s.io";
export const externalGroup = "external.metrics.k8s.io";
export const customVersions = ["v1beta2", "v1beta1"] as const;
export const externalVersion = "v1beta1";
export type CustomVersion = (typeof customVersions)[number];

export type Asked =
  | { readonly what: "custom-resources"; readonly version: CustomVersion }
  | { readonly what: "external-resources" }
  | {
      /** A metric of one object, or of all that a selector chooses (`name` is `*`). */
      readonly what: "custom";
      readonly version: CustomVersion;
      readonly namespace: string;
      /** `pods`, `deployments.apps` */
      readonly resource: string;
      readonly name: string;
      readonly metric: string;
      /** Of the objects. */
      readonly selector: string;
      /** Of the metric. */
      readonly metricSelector: string;
    }
  | {
      readonly what: "external";
      readonly namespace: string;
      readonly metric: string;
      /** Of the metric. */
      readonly selector: string;
    };

/** @returns undefined for what is served by nobody */
export function askedOf({ pathname, searchParams }: URL): Asked | undefined {
  const [first, group, version, ...rest] = pathname.split("/").slice(1).map(decoded);
  if (first !== "apis") return undefined;
  const selector = searchParams.get("labelSelector") ?? "";
  const [namespaces, namespace = "", ...place] = rest;
  if (group === customGroup) {
    const known = customVersions.find((each) => each === version);
    if (known === undefined) return undefined;
    if (rest.length === 0) return { what: "custom-resources", version: known };
    const [resource = "", name = "", metric = "", ...more] = place;
    if (namespaces !== "namespaces" || metric === "" || more.length > 0) return undefined;
    const metricSelector = searchParams.get("metricLabelSelector") ?? "";
    return { what: "custom", version: known, namespace, resource, name, metric, selector, metricSelector };
  }
  if (group !== externalGroup || version !== externalVersion) return undefined;
  if (rest.length === 0) return { what: "external-resources" };
  const [metric = "", ...more] = place;
  if (namespaces !== "namespaces" || metric === "" || more.length > 0) return undefined;
  return { what: "external", namespace, metric, selector };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
