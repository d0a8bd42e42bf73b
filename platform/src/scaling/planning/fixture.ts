import { insertRows, sql } from "@naru/clickhouse";
import type { PodRow, WorkloadRow } from "#kubernetes/api.ts";
import type { AutoscalerRow, Picture } from "#kubernetes/index.ts";
import { attributes, type Fixture, openFixture } from "#telemetry/query/fixture.ts";
import { Outlooks } from "./forecast/expected.ts";
import { planning } from "./planning.ts";

/** The store, with what is answered from it about a cluster.
 *  @param aheadMs  how much later it is than the fixture's now */
export const openPlanning = (picture: Picture, aheadMs: () => number = () => 0): Promise<Fixture> =>
  openFixture((clickhouse, clock) => {
    const options = { clickhouse, picture, clock: { now: () => clock.now() + aheadMs() } };
    return { name: "planning", operations: planning({ ...options, outlooks: new Outlooks(options) }) };
  });

/** A point of a series: milliseconds since 1970, and how much. */
export type Point = readonly [at: number, value: number];

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const mostRows = 20_000;
/** Rows whose values the engine has to work out. */
const mostTuples = 60;

/** Writes series as the state of clusters is written. */
export class Filler {
  readonly #fixture: Fixture;
  #series = 0;

  constructor(fixture: Fixture) {
    this.#fixture = fixture;
  }

  async series(
    metric: string,
    labels: Readonly<Record<string, string>>,
    points: readonly Point[],
  ): Promise<void> {
    const id = String(++this.#series);
    const days = [...new Set(points.map(([at]) => dayOf(at)))];
    await this.#fixture.insert(
      "metric_series",
      days.map((day) => ({ day, metric, series_id: id, kind: 1, ...attributes(labels) })),
    );
    for (let i = 0; i < points.length; i += mostRows) {
      await insertRows(
        this.#fixture.clickhouse,
        "metric_numbers",
        points.slice(i, i + mostRows).map(([at, value]) => ({ metric, series_id: id, at_time: at, value })),
      );
    }
  }

  /** Requests that a service answered, each minute in 20 ms. */
  async requests(service: string, minutes: readonly Point[]): Promise<void> {
    const nanos = 20_000_000;
    const bucket = Math.floor(16 * Math.log2(nanos + 1));
    for (let i = 0; i < minutes.length; i += mostTuples) {
      await this.#fixture.insert(
        "services_1m",
        minutes.slice(i, i + mostTuples).map(([at, count]) => ({
          time: sql`toDateTime(${at / 1000}, 'UTC')`,
          service,
          requests: count,
          errors: 0,
          duration_sum: count * nanos,
          durations: sql`([${bucket}], [${count}])`,
        })),
      );
    }
  }
}

export const cart = { cluster: "east", kind: "Deployment", namespace: "shop", name: "cart" } as const;
const amounts = { cpu: 0.5, memory: 512 * 2 ** 20 };
const unlimited = { cpu: null, memory: null };

/** A cluster with one workload of two pods, of which one service's spans come. */
export const pictureOf = (autoscaler?: AutoscalerRow): Picture => ({
  workloads: () => [{ ...workload, ...cart }],
  pods: () => ["cart-1-a", "cart-1-b"].map((name) => ({ ...pod, name, uid: name })),
  selectedPods: () => [],
  entrances: () => [],
  readers: () => [],
  podsBehind: () => undefined,
  autoscalers: () => (autoscaler ? [autoscaler] : []),
  nodes: () => [],
  annotated: () => [],
  certificates: () => [],
  findings: () => [],
  freshness: () => [],
  changes: async () => [],
  events: async () => [],
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
