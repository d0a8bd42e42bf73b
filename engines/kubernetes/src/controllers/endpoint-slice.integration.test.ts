import { expect, test } from "vitest";
import { eventually, named, oneContainer, openCluster, run, startKubelet } from "./cluster.fixture.ts";
import { endpointSliceController } from "./endpoint-slice.ts";
import { garbageController } from "./garbage.ts";
import { endpointSlices, pods, services } from "./kinds.ts";

test("a service's slices follow its pods, and go with it", async () => {
  const cluster = await openCluster();
  const { client } = cluster;
  const { errors } = run(cluster, endpointSliceController(client), garbageController(client));
  startKubelet(cluster);
  const selector = { app: "web" };
  const spec = { selector, ports: [{ name: "http", port: 80, targetPort: 8080 }] };
  const service = await client.create(services, "default", named("Service", "web", { spec }));
  for (const name of ["a", "b", "c"]) {
    await client.create(
      pods,
      "default",
      named("Pod", name, { metadata: { labels: selector }, spec: oneContainer("web:1") }),
    );
  }
  const ready = () =>
    client
      .list(endpointSlices, "default")
      .flatMap(({ endpoints = [] }) => endpoints)
      .filter(({ conditions }) => conditions.ready)
      .map(({ targetRef }) => targetRef.name)
      .toSorted((a, b) => (a < b ? -1 : 1));
  await eventually(() => expect(ready()).toEqual(["a", "b", "c"]));
  const b = client.get(pods, "default", "b");
  if (b) await client.remove(pods, b);
  await eventually(() => expect(ready()).toEqual(["a", "c"]));
  expect(client.list(endpointSlices)[0]?.metadata.labels).toMatchObject({
    "kubernetes.io/service-name": "web",
  });
  await client.remove(services, service);
  await eventually(() => expect(client.list(endpointSlices)).toEqual([]));
  expect(errors).toEqual([]);
});
