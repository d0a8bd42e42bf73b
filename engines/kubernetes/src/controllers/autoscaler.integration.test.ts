import { expect, test } from "vitest";
import { autoscalerController } from "./autoscaler.ts";
import { autoscalers } from "./autoscaling-kinds.ts";
import {
  eventually,
  fastClock,
  makeDeployment,
  named,
  openCluster,
  runBy,
  startKubelet,
} from "./cluster.fixture.ts";
import { deploymentController } from "./deployment.ts";
import { deployments, eventKind, pods } from "./kinds.ts";
import type { Metrics } from "./metrics.ts";
import { conditionIn } from "./pod-state.ts";
import { replicaSetController } from "./replica-set.ts";

const unknown = () => Promise.reject(new Error("no such metric"));

test("a deployment grows with its load, and says why", async () => {
  const cluster = await openCluster();
  const { client } = cluster;
  let load = 100;
  const metrics: Metrics = {
    resource: () =>
      Promise.resolve(
        client.list(pods).map(({ metadata: { name } }) => ({
          pod: name,
          at: fastClock.now(),
          windowMs: 0,
          containers: new Map([["main", new Map([["cpu", load]])]]),
        })),
      ),
    pods: unknown,
    object: unknown,
    external: unknown,
  };
  const { errors } = runBy(
    fastClock,
    cluster,
    replicaSetController(client, fastClock),
    deploymentController(client, fastClock),
    autoscalerController(client, fastClock, metrics),
  );
  startKubelet(cluster);
  await makeDeployment(cluster, "web", { replicas: 2 });
  const resource = { name: "cpu", target: { type: "AverageValue", averageValue: "100m" } };
  const spec = {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    minReplicas: 1,
    maxReplicas: 5,
    metrics: [{ type: "Resource", resource }],
  };
  await client.create(
    autoscalers,
    "default",
    named("HorizontalPodAutoscaler", "web", { spec }, "autoscaling/v2"),
  );
  const get = () => client.get(autoscalers, "default", "web");
  await eventually(() =>
    expect(conditionIn(get()?.status?.conditions, "ScalingActive")?.status).toBe("True"),
  );
  load = 1_000;
  await eventually(() => expect(client.get(deployments, "default", "web")?.spec.replicas).toBe(5));
  await eventually(() => expect(get()?.status).toMatchObject({ currentReplicas: 5, desiredReplicas: 5 }));
  expect(conditionIn(get()?.status?.conditions, "ScalingLimited")?.reason).toBe("TooManyReplicas");
  expect(get()?.status?.currentMetrics).toMatchObject([{ type: "Resource", resource: { name: "cpu" } }]);
  const told = () => client.list(eventKind).filter((event) => event["reason"] === "SuccessfulRescale");
  await eventually(() => expect(told().length).toBeGreaterThan(0));
  expect(errors).toEqual([]);
});
