import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouse, migrate } from "@naru/clickhouse";
import { openEmbedded } from "@naru/clickhouse/embedded";
import { Client } from "@naru/kubernetes";
import { type Kubernetes as Engine, startKubernetes } from "@naru/testkit/kubernetes";
import { createLogger } from "#kernel/log.ts";
import type { Context, Feature } from "#kernel/feature.ts";
import type { Operation, OperationInput, OperationOutput } from "#kernel/operation.ts";
import { migrations } from "#telemetry/store/index.ts";
import { type Kubernetes, openKubernetes } from "./index.ts";

/** The real engine behind the real feature over the real store. */
export interface Fixture {
  readonly engine: Engine;
  readonly client: Client;
  readonly clickhouse: ClickHouse;
  kubernetes(): Kubernetes;
  call<O extends Operation>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>>;
  /** Starts the feature, or starts it again after `halt`. */
  start(): Promise<void>;
  halt(): Promise<void>;
  close(): Promise<void>;
}

export const cluster = "east";
const away = { name: "moon", access: { kubeconfig: "/nowhere/kubeconfig" } };

/** @param nodes of the cluster: with one, pods are real processes */
export async function openFixture(nodes = 0): Promise<Fixture> {
  const path = await mkdtemp(join(tmpdir(), "naru-history-"));
  const clickhouse = openEmbedded({ path, memoryLimitBytes: 1024 ** 3, concurrency: 2 });
  await migrate(clickhouse, migrations({ kind: "single" }));
  const engine = await startKubernetes({ nodes });
  const client = new Client({ kubeconfig: engine.kubeconfig });
  const open = () =>
    openKubernetes({
      clusters: [{ name: cluster, access: { kubeconfig: engine.kubeconfig } }, away],
      clickhouse,
      log: createLogger("silent"),
    });
  let kubernetes = open();
  await kubernetes.feature.start?.();
  return {
    engine,
    client,
    clickhouse,
    kubernetes: () => kubernetes,
    call: (operation, input) => answer(kubernetes.feature, operation, input),
    async start() {
      kubernetes = open();
      await kubernetes.feature.start?.();
    },
    halt: async () => kubernetes.feature.stop?.(),
    async close() {
      client.close();
      await engine.stop();
      await clickhouse.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}

const context: Context = {
  signal: new AbortController().signal,
  user: "operator",
  client: "",
  secure: false,
  setHeader: () => undefined,
};

/** Calls an operation as its route does: input and output pass its schemas. */
export async function answer<O extends Operation>(
  { operations = [] }: Feature,
  operation: O,
  input: OperationInput<O>,
): Promise<OperationOutput<O>> {
  const handler = operations.find((each) => each.operation.name === operation.name);
  if (!handler) throw new Error(`${operation.name} is not handled`);
  return operation.output.parse(
    await handler.run(operation.input.parse(input), context),
  ) as OperationOutput<O>;
}

export const deploymentYaml = (name: string, image: string, replicas = 2) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "${image}", resources: { requests: { cpu: 250m, memory: 64Mi } } }] }
`;
