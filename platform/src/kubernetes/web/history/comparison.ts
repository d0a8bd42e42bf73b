import { absoluteRange, condition, type Target } from "@naru/ui";
import type { ChangeRow } from "../../api.ts";

/** As long before a change is compared with as long after it. */
const COMPARED_MILLIS = 15 * 60_000;
/** What says in telemetry which workload it comes from.
 *  Source: OpenTelemetry, "Semantic conventions for Kubernetes resources" */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  Deployment: "k8s.deployment.name",
  StatefulSet: "k8s.statefulset.name",
  DaemonSet: "k8s.daemonset.name",
};

/** Where a workload's transactions before and after a change are compared; undefined for what has none. */
export function comparisonOf({ time, workload }: Pick<ChangeRow, "time" | "workload">): Target | undefined {
  const attribute = ATTRIBUTES[workload.kind];
  if (attribute === undefined) return undefined;
  return {
    to: "/compare",
    search: {
      by: "window",
      filter: condition(attribute, "=", workload.name),
      ...absoluteRange({ from: time, to: time + COMPARED_MILLIS }),
    },
  };
}
