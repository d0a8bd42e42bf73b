import type { Target } from "@naru/ui";

interface Place {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The page about a workload's capacity. */
export const capacityTarget = ({ cluster, kind, namespace, name }: Place): Target => ({
  to: `/capacity/${[cluster, kind, namespace, name].map(encodeURIComponent).join("/")}`,
});
