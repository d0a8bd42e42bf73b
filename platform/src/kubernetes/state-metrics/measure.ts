import { type KubeObject, kinds } from "@naru/kubernetes";
import type { Cluster } from "../clusters/cluster.ts";
import { quantityOf } from "../quantity.ts";
import { type Pod, timeOf } from "../resources.ts";
import type { Measured } from "./usage.ts";

interface Window extends KubeObject {
  readonly timestamp?: string;
  /** As Go writes durations: `10.02s`, `1m30s`. */
  readonly window?: string;
}

type Usage = Readonly<Record<string, string>>;

interface PodMetrics extends Window {
  readonly containers?: readonly { readonly name: string; readonly usage?: Usage }[];
}

interface NodeMetrics extends Window {
  readonly usage?: Usage;
}

const timeoutMs = 5000;

/** What containers and nodes use, as metrics.k8s.io tells it.
 *  @throws KubernetesError when nobody tells */
export async function measure({ client, caches }: Cluster, signal: AbortSignal): Promise<Measured[]> {
  const [pods, nodes] = await Promise.all([
    client.all<PodMetrics>(kinds.podMetrics, { signal, timeoutMs }),
    client.all<NodeMetrics>(kinds.nodeMetrics, { signal, timeoutMs }),
  ]);
  return [
    ...pods.flatMap((each) =>
      containersMeasured(each, caches.pods.get(each.metadata.namespace, each.metadata.name)),
    ),
    ...nodes.flatMap((each) => nodeMeasured(each)),
  ];
}

/** Labels as the kubelet's have them under a Prometheus that was set up by kube-prometheus. */
const cadvisor = { job: "kubelet", metrics_path: "/metrics/cadvisor" };
const resource = { job: "kubelet", metrics_path: "/metrics/resource" };

export function containersMeasured(metrics: PodMetrics, pod: Pod | undefined): Measured[] {
  const { namespace = "", name } = metrics.metadata;
  const { nodeName: node = "", containers = [], initContainers = [] } = pod?.spec ?? {};
  return (metrics.containers ?? []).flatMap(({ name: container, usage }) => {
    const { image = "" } = [...containers, ...initContainers].find((each) => each.name === container) ?? {};
    return measured("container", metrics, usage, {
      ...cadvisor,
      namespace,
      pod: name,
      container,
      image,
      node,
    });
  });
}

export const nodeMeasured = (metrics: NodeMetrics): Measured[] =>
  measured("node", metrics, metrics.usage, { ...resource, node: metrics.metadata.name });

/** Without a time it can't be added up. */
function measured(
  of: Measured["of"],
  { timestamp, window = "" }: Window,
  usage: Usage | undefined,
  labels: Measured["labels"],
): Measured[] {
  const at = timeOf(timestamp);
  if (at === null) return [];
  return [
    {
      of,
      labels,
      at,
      windowMs: durationMs(window),
      cpu: quantityOf(usage?.["cpu"]),
      memory: quantityOf(usage?.["memory"]),
    },
  ];
}

const units: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

const durationMs = (text: string): number =>
  [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
