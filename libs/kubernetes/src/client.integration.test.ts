import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "./client.ts";
import type { KubernetesError } from "./errors.ts";
import { kinds } from "./kinds.ts";
import type { KubeObject } from "./object.ts";

let cluster: Kubernetes;
let client: Client;
beforeAll(async () => {
  cluster = await startKubernetes();
  client = new Client({ kubeconfig: cluster.kubeconfig });
});
afterAll(async () => {
  client.close();
  await cluster.stop();
});

const namespace = "default";
interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}
const configMap = (name: string, data: ConfigMap["data"], labels = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, labels },
  data,
});
const refused = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error as KubernetesError,
  );

test("an object is made, read, changed, applied and deleted", async () => {
  const ref = { namespace, name: "settings" };
  await client.create(kinds.configMaps, namespace, configMap("settings", { a: "1" }));
  await client.patch(kinds.configMaps, ref, "merge", { data: { b: "2" } });
  await client.apply(kinds.configMaps, ref, configMap("settings", { c: "3" }), { fieldManager: "naru" });
  expect((await client.get<ConfigMap>(kinds.configMaps, ref)).data).toEqual({ a: "1", b: "2", c: "3" });
  await client.delete(kinds.configMaps, ref);
  expect(await refused(client.get(kinds.configMaps, ref))).toMatchObject({ reason: "NotFound", code: 404 });
});

test("a dry run says what would be and changes nothing", async () => {
  const ref = { namespace, name: "planned" };
  const options = { fieldManager: "naru", dryRun: true };
  const planned = await client.apply<ConfigMap>(
    kinds.configMaps,
    ref,
    configMap("planned", { a: "1" }),
    options,
  );
  expect(planned.data).toEqual({ a: "1" });
  expect(await refused(client.get(kinds.configMaps, ref))).toMatchObject({ reason: "NotFound" });
});

test("a field of another manager is a conflict that names them, unless it is forced", async () => {
  const ref = { namespace, name: "owned" };
  await client.apply(kinds.configMaps, ref, configMap("owned", { a: "1" }), { fieldManager: "them" });
  const ours = configMap("owned", { a: "2" });
  const conflict = await refused(client.apply(kinds.configMaps, ref, ours, { fieldManager: "naru" }));
  expect(conflict).toMatchObject({ reason: "Conflict", isTransient: false });
  expect(conflict?.causes[0]).toMatchObject({
    reason: "FieldManagerConflict",
    message: expect.stringContaining('"them"'),
    field: ".data.a",
  });
  const forced = { fieldManager: "naru", force: true };
  expect(await client.apply(kinds.configMaps, ref, ours, forced)).toMatchObject({ data: { a: "2" } });
});

test("lists are selected and come in pages", async () => {
  for (const name of ["p1", "p2", "p3"]) {
    await client.create(kinds.configMaps, namespace, configMap(name, {}, { in: "pages" }));
  }
  const selected = { namespace, labelSelector: "in=pages" };
  const first = await client.list(kinds.configMaps, { ...selected, limit: 2 });
  const rest = await client.list(kinds.configMaps, {
    ...selected,
    limit: 2,
    continueFrom: first.metadata.continue,
  });
  expect([...first.items, ...rest.items].map(({ metadata }) => metadata.name)).toEqual(["p1", "p2", "p3"]);
  expect(rest.metadata.continue ?? "").toBe("");
  expect(await client.all(kinds.configMaps, selected)).toHaveLength(3);
});

test("a table has the columns that the server prints", async () => {
  const { columnDefinitions, rows } = await client.table(kinds.namespaces, {});
  expect(columnDefinitions.map(({ name }) => name)).toEqual(["Name", "Status", "Age"]);
  expect(rows.map(({ cells }) => cells[0])).toContain("default");
});

test("a custom kind is found by discovery and used like any other", async () => {
  await client.create(definitions, undefined, ferryDefinition);
  const ferries = await expect
    .poll(async () => (await client.kinds()).find(({ kind }) => kind === "Ferry"), { timeout: 10_000 })
    .toMatchObject({ group: "example.com", version: "v1", plural: "ferries", namespaced: true })
    .then(async () => (await client.kinds()).find(({ kind }) => kind === "Ferry"));
  if (!ferries) throw new Error("no ferries");
  const ferry = {
    apiVersion: "example.com/v1",
    kind: "Ferry",
    metadata: { name: "han" },
    spec: { seats: 4 },
  };
  await client.create(ferries, namespace, ferry);
  expect(await client.all(ferries)).toMatchObject([{ metadata: { name: "han" }, spec: { seats: 4 } }]);
});

test("a built-in kind says what can be done with it", async () => {
  const deployments = (await client.kinds()).find(({ plural }) => plural === "deployments");
  expect(deployments).toMatchObject({ ...kinds.deployments, shortNames: ["deploy"] });
  expect(deployments?.subresources).toEqual(expect.arrayContaining(["scale", "status"]));
});

test("a call ends with its signal, and when a server that is away does not answer", async () => {
  const left = new Error("the caller left");
  await expect(client.version({ signal: AbortSignal.abort(left) })).rejects.toBe(left);
  const elsewhere = new Client({ kubeconfig: cluster.kubeconfig });
  expect(await refused(elsewhere.version({ timeoutMs: 0 }))).toMatchObject({
    reason: "NoAnswer",
    isTransient: true,
  });
  elsewhere.close();
});

test("a context that is not there is refused with those that are", async () => {
  const moon = new Client({ kubeconfig: cluster.kubeconfig, context: "moon" });
  expect(await refused(moon.version())).toMatchObject({
    reason: "Credentials",
    message: 'the kubeconfig has no context "moon"; it has: naru',
  });
});

const definitions = {
  group: "apiextensions.k8s.io",
  version: "v1",
  plural: "customresourcedefinitions",
  kind: "CustomResourceDefinition",
  namespaced: false,
};
const ferryDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "ferries.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "ferries", singular: "ferry", kind: "Ferry", listKind: "FerryList" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
      },
    ],
  },
};
