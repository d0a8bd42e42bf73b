import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyObjects, listChanges, listFindings } from "../api.ts";
import { cluster, deploymentYaml, type Fixture, openFixture } from "../fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(async () => {
  await fixture.halt();
  await fixture.close();
});

const eventually = { timeout: 20_000, interval: 100 };
const apply = (...documents: readonly (string | object)[]) =>
  fixture.call(applyObjects, {
    cluster,
    yaml: documents.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join("\n---\n"),
  });
const found = async (namespace = "default") =>
  (await fixture.call(listFindings, { cluster, namespace })).findings;
const reasons = async (namespace?: string) =>
  (await found(namespace)).map(({ reason, object }) => `${reason} ${object.kind} ${object.name}`).toSorted();

const service = (app: string) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "cart" },
  spec: { selector: { app }, ports: [{ name: "http", port: 80 }] },
});
const selectApp = (app: string) =>
  fixture.client.patch(
    kinds.services,
    { namespace: "default", name: "cart" },
    "merge",
    { spec: { selector: { app } } },
    { fieldManager: "kubectl-edit" },
  );

test("a selector that is broken is found with what it should say, its change is remembered, and mended it is gone", async () => {
  await apply(deploymentYaml("cart", "cart:1"), service("cart"));
  await expect.poll(async () => (await fixture.client.all(kinds.pods)).length, eventually).toBe(2);
  await expect.poll(() => reasons(), eventually).toEqual([]);

  await selectApp("crat");
  await expect.poll(() => reasons(), eventually).toEqual(["selector-matches-nothing Service cart"]);
  expect(await found()).toMatchObject([
    {
      cluster,
      field: "selector.app",
      found: "crat",
      wanted: "cart",
      touches: [{ kind: "Deployment", namespace: "default", name: "cart" }],
    },
  ]);
  expect(fixture.kubernetes().picture.findings()).toEqual(await found());
  await expect
    .poll(
      async () => (await fixture.call(listChanges, { name: "cart", kind: "Service" })).changes,
      eventually,
    )
    .toContainEqual(
      expect.objectContaining({
        type: "reconfigured",
        summary: "selector.app cart → crat",
        actor: "kubectl-edit",
      }),
    );

  await selectApp("cart");
  await expect.poll(() => reasons(), eventually).toEqual([]);
});

const metadata = (name: string) => ({ name, namespace: "tight" });

test("an ingress, a setting and a quota that stand in the way are found, each in its own words", async () => {
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "tight" } });
  await apply({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: metadata("team"),
    spec: { hard: { pods: "1" } },
  });
  await expect
    .poll(async () => (await fixture.client.all(kinds.resourceQuotas))[0], eventually)
    .toMatchObject({ status: { hard: { pods: "1" } } });
  const env = [{ name: "URL", valueFrom: { secretKeyRef: { name: "db", key: "url" } } }];
  await apply(
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata("order"),
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "order" } },
        template: {
          metadata: { labels: { app: "order" } },
          spec: { containers: [{ name: "main", image: "order:1", env }] },
        },
      },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: metadata("shop"),
      spec: {
        ingressClassName: "nginx",
        defaultBackend: { service: { name: "order", port: { number: 80 } } },
      },
    },
  );
  await expect
    .poll(() => reasons("tight"), eventually)
    .toEqual([
      "backend-service-missing Ingress shop",
      "ingress-class-missing Ingress shop",
      "quota-exceeded Deployment order",
      "quota-nearly-full ResourceQuota team",
      "reference-missing Deployment order",
    ]);
  const quota = (await found("tight")).find(({ reason }) => reason === "quota-exceeded");
  expect(quota).toMatchObject({
    message: expect.stringContaining("exceeded quota: team"),
    touches: [{ kind: "ResourceQuota", namespace: "tight", name: "team" }],
  });
  expect(quota?.since).toBeGreaterThan(Date.now() - 60_000);
});
