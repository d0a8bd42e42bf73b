import { expect, test } from "vitest";
import { eventually, makeDeployment, named, openCluster, run, startKubelet } from "./cluster.fixture.ts";
import { systemClock } from "./clock.ts";
import { deploymentController } from "./deployment.ts";
import { disruptionBudgetController } from "./disruption-budget.ts";
import { budgets, pods } from "./kinds.ts";
import { replicaSetController } from "./replica-set.ts";

test("a budget knows how many of what a deployment asks for may go", async () => {
  const cluster = await openCluster();
  const { client } = cluster;
  const { errors } = run(
    cluster,
    replicaSetController(client, systemClock),
    deploymentController(client, systemClock),
    disruptionBudgetController(client, systemClock),
  );
  const kubelet = startKubelet(cluster);
  const spec = { maxUnavailable: 1, selector: { matchLabels: { app: "web" } } };
  await client.create(budgets, "default", named("PodDisruptionBudget", "web", { spec }, "policy/v1"));
  await makeDeployment(cluster, "web");
  const status = () => client.get(budgets, "default", "web")?.status;
  await eventually(() =>
    expect(status()).toMatchObject({
      expectedPods: 3,
      currentHealthy: 3,
      desiredHealthy: 2,
      disruptionsAllowed: 1,
    }),
  );
  kubelet.stop();
  const [lost] = client.list(pods);
  if (lost) await client.remove(pods, lost, { graceSeconds: 0 });
  await eventually(() =>
    expect(status()).toMatchObject({ expectedPods: 3, currentHealthy: 2, disruptionsAllowed: 0 }),
  );
  expect(errors).toEqual([]);
});
