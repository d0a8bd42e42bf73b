import { sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";

/** A pod as a service's telemetry names it, by the attributes of the semantic conventions for Kubernetes.
 *  Source: https://opentelemetry.io/docs/specs/semconv/resource/k8s/ */
export interface NamedPod {
  readonly service: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly node: string;
  readonly kind: string;
  readonly workload: string;
}

/** @param service empty for all */
export function podsOfServices(read: Read, window: Window, service: string): Promise<NamedPod[]> {
  return read(sql`
    SELECT DISTINCT service, attributes['k8s.cluster.name'] AS cluster, attributes['k8s.namespace.name'] AS namespace,
           attributes['k8s.pod.name'] AS pod, attributes['k8s.pod.uid'] AS uid, attributes['k8s.node.name'] AS node,
           multiIf(mapContains(attributes, 'k8s.deployment.name'), 'Deployment',
                   mapContains(attributes, 'k8s.statefulset.name'), 'StatefulSet',
                   mapContains(attributes, 'k8s.daemonset.name'), 'DaemonSet',
                   mapContains(attributes, 'k8s.cronjob.name'), 'CronJob',
                   mapContains(attributes, 'k8s.job.name'), 'Job', '') AS kind,
           concat(attributes['k8s.deployment.name'], attributes['k8s.statefulset.name'],
                  attributes['k8s.daemonset.name'],
                  if(mapContains(attributes, 'k8s.cronjob.name'), attributes['k8s.cronjob.name'],
                     attributes['k8s.job.name'])) AS workload
    FROM resources
    WHERE day >= toDate(fromUnixTimestamp64Milli(${window.from}, 'UTC')) - 1
      AND day <= toDate(fromUnixTimestamp64Milli(${window.to}, 'UTC'))
      AND (mapContains(attributes, 'k8s.pod.name') OR mapContains(attributes, 'k8s.pod.uid')
           OR mapContains(attributes, 'k8s.deployment.name'))
      AND (${service} = '' OR service = ${service})
    LIMIT 10000`);
}
