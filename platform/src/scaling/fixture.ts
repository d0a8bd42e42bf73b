import type { PodRow, WorkloadRow } from "#kubernetes/api.ts";
import type { AutoscalerRow, Picture } from "#kubernetes/index.ts";
import { emptyPicture } from "#kubernetes/shapes/fixture.ts";

export const cart = { cluster: "east", kind: "Deployment", namespace: "shop", name: "cart" } as const;
const amounts = { cpu: 0.5, memory: 512 * 2 ** 20 };
const unlimited = { cpu: null, memory: null };

/** A cluster with one workload of two pods, of which one service's spans come. */
export const pictureOf = (autoscaler?: AutoscalerRow): Picture => ({
  ...emptyPicture,
  workloads: () => [{ ...workload, ...cart }],
  pods: () => ["cart-1-a", "cart-1-b"].map((name) => ({ ...pod, name, uid: name })),
  autoscalers: () => (autoscaler ? [autoscaler] : []),
  relations: async () => [{ service: "cart", cluster: "east", workload: cart, pods: [] }],
});

const workload: WorkloadRow = {
  ...cart,
  uid: "cart",
  state: "ready",
  reason: "",
  message: "",
  ready: 2,
  desired: 2,
  updated: 2,
  images: [],
  restarts: 0,
  lastRestartAt: null,
  createdAt: null,
};

const pod: PodRow = {
  cluster: "east",
  namespace: "shop",
  name: "",
  uid: "",
  status: "Running",
  health: "good",
  message: "",
  ready: 1,
  containers: [
    {
      name: "main",
      image: "",
      isInit: false,
      state: "running",
      reason: "",
      message: "",
      ready: true,
      startedAt: null,
      restarts: 0,
      lastEnd: null,
      requests: amounts,
      limits: unlimited,
      usage: null,
    },
  ],
  restarts: 0,
  lastRestartAt: null,
  readinessChangedAt: null,
  node: "",
  ip: "",
  workload: cart,
  revision: "1",
  createdAt: null,
  requests: amounts,
  limits: unlimited,
  usage: null,
};

export const byCpu: AutoscalerRow = {
  cluster: "east",
  kind: "HorizontalPodAutoscaler",
  namespace: "shop",
  name: "cart",
  target: { kind: "Deployment", name: "cart" },
  bounds: { minReplicas: 2, maxReplicas: 10 },
  metrics: [{ type: "Resource", name: "cpu", container: "", form: "utilization", target: 50, current: 40 }],
  conditions: [],
};

const againMs = 100;

/** Does it again and again until the check is done. */
export async function during<T>(act: () => Promise<void>, check: () => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const acting = (async () => {
    while (!stop.signal.aborted) {
      await act();
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  })();
  try {
    return await check();
  } finally {
    stop.abort();
    await acting;
  }
}
