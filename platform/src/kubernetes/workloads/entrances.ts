import type { Cluster } from "../clusters/cluster.ts";
import type { Controller, Ingress, Selecting } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";
import { matches } from "./selector.ts";

type Labels = Readonly<Record<string, string>>;

/** Names of the services to which people can come whether or not the workload has pods: they have an address of their own, or an Ingress names
 *  them. Who looks for pods by a headless service finds these alone. */
export function entrancesOf({ caches }: Cluster, { kind, namespace, name }: ObjectRef): string[] {
  const of = kind === "StatefulSet" ? caches.statefulSets : caches.deployments;
  const labels = labelsOf(of.get(namespace, name));
  const named = new Set(caches.ingresses.list(namespace).flatMap(servicesOf));
  return caches.services
    .list(namespace)
    .filter(
      (service) => leadsTo(service, labels) && (hasAddress(service) || named.has(service.metadata.name)),
    )
    .map(({ metadata }) => metadata.name);
}

const labelsOf = (workload: Controller | undefined): Labels =>
  workload?.spec.template?.metadata?.labels ?? {};

function leadsTo({ spec = {} }: Selecting, labels: Labels): boolean {
  const selector = (spec.selector ?? {}) as Labels;
  return Object.keys(selector).length > 0 && matches({ matchLabels: selector }, labels);
}

const hasAddress = ({ spec = {} }: Selecting): boolean =>
  spec.type !== "ExternalName" && spec.clusterIP !== undefined && spec.clusterIP !== "None";

function servicesOf({ spec = {} }: Ingress): string[] {
  const routed = (spec.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend));
  const backends = spec.defaultBackend ? [...routed, spec.defaultBackend] : routed;
  return backends.flatMap(({ service }) => service?.name ?? []);
}
