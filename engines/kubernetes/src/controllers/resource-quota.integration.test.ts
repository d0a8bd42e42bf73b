import { expect, test } from "vitest";
import { eventually, named, openCluster, run } from "./cluster.fixture.ts";
import { configMaps, type Kind } from "./kinds.ts";
import { resourceQuotaController } from "./resource-quota.ts";

test("a quota says what is used of it", async () => {
  const cluster = await openCluster();
  const { client } = cluster;
  const { errors } = run(cluster, resourceQuotaController(client));
  const quotas: Kind = { group: "", version: "v1", plural: "resourcequotas" };
  const spec = { hard: { "count/configmaps": "5", pods: "3" } };
  await client.create(quotas, "default", named("ResourceQuota", "few", { spec }));
  await client.create(configMaps, "default", named("ConfigMap", "a"));
  await eventually(() =>
    expect(client.get(quotas, "default", "few")?.["status"]).toEqual({
      hard: spec.hard,
      used: { "count/configmaps": "1", pods: "0" },
    }),
  );
  expect(errors).toEqual([]);
});
