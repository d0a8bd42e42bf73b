import { gauge, metrics, span, sum, trace } from "@naru/testkit";
import { encode, httpPaths, requests, type Signal } from "@naru/otlp";

/* A workload with a past: what its pods are told to have used and been asked for on the days before. */

const minuteMs = 60_000;
const minutesADay = 1440;
const sentAtOnce = 4_000;
const mebibyte = 2 ** 20;

export interface Past {
  readonly namespace: string;
  readonly name: string;
  /** That are there now. */
  readonly pods: readonly string[];
  readonly days: number;
}

/** Requests in a minute of the day: few at night, many in the afternoon. */
const requestsIn = (at: number) => {
  const day = ((at / minuteMs) % minutesADay) / minutesADay;
  return Math.round(6 + 5 * Math.sin(2 * Math.PI * (day - 0.3)) + 1.5 * Math.sin(at / 7e5));
};
const coresFor = (requests: number) => 0.012 * requests;
const podsFor = (requests: number) => (requests > 8 ? 4 : requests > 5 ? 3 : 2);

const nano = (ms: number) => BigInt(Math.round(ms)) * 1_000_000n;

/** Sends the past of a workload, minute by minute up to now. */
export async function sendPast(otlpHttp: string, { namespace, name, pods, days }: Past): Promise<void> {
  const now = Math.floor(Date.now() / minuteMs) * minuteMs;
  const minutes = Array.from(
    { length: days * minutesADay },
    (_, i) => now - (days * minutesADay - i) * minuteMs,
  );
  const labels = { cluster: "local", namespace };
  const points = (value: (at: number) => number, of: Readonly<Record<string, string>>) =>
    minutes.map((at) => ({ time: nano(at), asDouble: value(at), attributes: { ...labels, ...of } }));
  const send = (signal: Signal, body: object) => post(otlpHttp, signal, body);
  const states = [
    gauge(
      { name: "kube_deployment_spec_replicas" },
      points((at) => podsFor(requestsIn(at)), { deployment: name }),
    ),
    gauge(
      { name: "kube_deployment_status_replicas_ready" },
      points((at) => podsFor(requestsIn(at - minuteMs)), { deployment: name }),
    ),
    ...pods.map((pod) =>
      gauge(
        { name: "container_memory_working_set_bytes" },
        points((at) => (70 + 2 * requestsIn(at)) * mebibyte, { pod, container: "main" }),
      ),
    ),
    ...pods.map((pod) => {
      let seconds = 0;
      const grown = points((at) => (seconds += 60 * coresFor(requestsIn(at))), { pod, container: "main" });
      return sum({ name: "container_cpu_usage_seconds_total", temporality: 2, isMonotonic: true }, grown);
    }),
  ];
  const set = (pods[0] ?? "").split("-").slice(0, -1).join("-");
  const owned = [
    gauge(
      { name: "kube_replicaset_owner" },
      points(() => 1, { replicaset: set, owner_kind: "Deployment", owner_name: name }),
    ),
    ...[...pods, `${set}-gone1`].map((pod) =>
      gauge(
        { name: "kube_pod_owner" },
        points(() => 1, { pod, owner_kind: "ReplicaSet", owner_name: set }),
      ),
    ),
  ];
  for (const state of [...states, ...owned]) await send("metrics", metrics([state], { service: "kubelet" }));
  const spans = minutes.flatMap((at) =>
    Array.from({ length: requestsIn(at) }, (_, i) =>
      span({
        name: "GET /berths",
        kind: 2,
        start: nano(at + i * 1000),
        durationNano: BigInt(12_000_000 + 900_000 * requestsIn(at) + i * 350_000),
      }),
    ),
  );
  const resource = {
    "k8s.namespace.name": namespace,
    "k8s.deployment.name": name,
    "k8s.pod.name": pods[0] ?? "",
  };
  for (let i = 0; i < spans.length; i += sentAtOnce) {
    await send("traces", trace(spans.slice(i, i + sentAtOnce), { service: name, resource }));
  }
}

async function post(otlpHttp: string, signal: Signal, request: object): Promise<void> {
  const answer = await fetch(`${otlpHttp}${httpPaths[signal]}`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(encode(requests[signal], request)),
  });
  if (!answer.ok) throw new Error(`The platform answered ${answer.status}.`);
}

export const skiffYaml = (name: string, autoscaled: boolean): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: harbour }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: { fluentbit.io/exclude: "true" } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: main
          image: busybox
          command: [sh, -c, "exec sleep 100000"]
          resources: { requests: { cpu: 500m, memory: 256Mi }, limits: { cpu: "1", memory: 512Mi } }
${autoscaled ? skiffAutoscaler(name) : ""}`;

const skiffAutoscaler = (name: string) => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: harbour }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]
`;

/** `punt` sleeps, and a Service leads to it; to `raft`, which would sleep too, leads none. */
export const restingYaml = `
${restingDeployment("punt", '{ naru.dev/scale-to-zero: 10m, naru.dev/scaled-from: "3" }', 0)}
---
apiVersion: v1
kind: Service
metadata: { name: punt, namespace: harbour }
spec:
  selector: { app: punt }
  ports: [{ port: 80 }]
---
${restingDeployment("raft", "{ naru.dev/scale-to-zero: 10m }", 1)}`;

function restingDeployment(name: string, annotations: string, replicas: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: harbour, annotations: ${annotations} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: { fluentbit.io/exclude: "true" } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{ name: main, image: busybox, command: [sh, -c, "exec sleep 100000"] }]`;
}
