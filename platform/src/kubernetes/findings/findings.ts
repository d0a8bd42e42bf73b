import type { z } from "zod";
import type { Cluster } from "../clusters/cluster.ts";
import { chosen, type Clusters, freshnessOf } from "../clusters/clusters.ts";
import type { Freshness } from "../shapes/api.ts";
import type { Finding, listFindings } from "./api.ts";
import { autoscalerFindings } from "./autoscalers.ts";
import { budgetFindings } from "./budgets.ts";
import { claimFindings } from "./claims.ts";
import type { Found } from "./found.ts";
import { ingressFindings } from "./ingresses.ts";
import { jobFindings } from "./jobs.ts";
import { Objects } from "./objects.ts";
import { quotaFindings } from "./quotas.ts";
import { referenceFindings } from "./references.ts";
import { serviceFindings } from "./services.ts";
import { workloadFindings } from "./workloads.ts";

/** By kind of object; none says what another one says. */
const rules: readonly ((objects: Objects) => Found[])[] = [
  serviceFindings,
  ingressFindings,
  workloadFindings,
  referenceFindings,
  autoscalerFindings,
  claimFindings,
  quotaFindings,
  jobFindings,
  budgetFindings,
];

/** Of one cluster; more would be read by nobody. */
const mostFindings = 1000;

/** What is wrong with a cluster's objects now. Nothing is said to be missing of a kind that is not known in full.
 *  @param now  milliseconds since 1970 */
export function findingsOf({ name, caches }: Cluster, now: number): Finding[] {
  const objects = new Objects(caches, now);
  return rules
    .flatMap((rule) => rule(objects))
    .slice(0, mostFindings)
    .map((each) => ({ cluster: name, ...each }));
}

export function findings(
  clusters: Clusters,
  { cluster, namespace }: z.output<typeof listFindings.input>,
  now: number,
): { findings: Finding[]; clusters: Freshness[] } {
  const of = chosen(clusters, cluster);
  const all = of.flatMap((each) => findingsOf(each, now));
  return {
    findings: all.filter(({ object }) => namespace === "" || object.namespace === namespace),
    clusters: of.map((each) =>
      freshnessOf(each, ["services", "pods", "deployments", "configMaps", "secrets"]),
    ),
  };
}
