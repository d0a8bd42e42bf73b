import { expect, test } from "vitest";
import {
  eventually,
  named,
  oneContainer,
  openCluster,
  run,
  startKubelet,
  type TestCluster,
} from "./cluster.fixture.ts";
import { configMaps, namespaces, pods, serviceAccounts } from "./kinds.ts";
import { namespaceController } from "./namespace.ts";

const certificate = "-----BEGIN CERTIFICATE-----";

async function withNamespace(name: string) {
  const cluster = await openCluster();
  const { errors } = run(cluster, namespaceController(cluster.client, { certificate }));
  const namespace = await cluster.client.create(namespaces, "", named("Namespace", name));
  await eventually(() => expect(rootOf(cluster, name)).toBe(certificate));
  return { cluster, namespace, errors };
}

const rootOf = ({ client }: TestCluster, name: string) =>
  (client.get(configMaps, name, "kube-root-ca.crt")?.["data"] as Record<string, string> | undefined)?.[
    "ca.crt"
  ];

test("a namespace has its name as a label, an account and the certificate to trust, and gets them back", async () => {
  const { cluster, errors } = await withNamespace("shop");
  const { client } = cluster;
  expect(client.get(namespaces, "", "shop")?.metadata.labels).toEqual({
    "kubernetes.io/metadata.name": "shop",
  });
  const account = () => client.get(serviceAccounts, "shop", "default");
  const first = account();
  if (first) await client.remove(serviceAccounts, first);
  await eventually(() => expect(account()?.metadata.uid).toMatch(/./));
  expect(account()?.metadata.uid).not.toBe(first?.metadata.uid);
  expect(errors).toEqual([]);
});

test("a namespace that is deleted goes when its content has gone, and not before", async () => {
  const { cluster, namespace, errors } = await withNamespace("shop");
  const { client } = cluster;
  await client.create(
    configMaps,
    "shop",
    named("ConfigMap", "held", { metadata: { finalizers: ["example.com/hold"] } }),
  );
  await client.create(configMaps, "default", named("ConfigMap", "elsewhere"));
  await client.create(pods, "shop", named("Pod", "web", { spec: oneContainer("web:1") }));
  const kubelet = startKubelet(cluster);
  await client.remove(namespaces, namespace);
  const left = () => client.list(configMaps, "shop").map(({ metadata }) => metadata.name);
  await eventually(() => expect(left()).toEqual(["held"]));
  expect(client.get(namespaces, "", "shop")?.["status"]).toMatchObject({ phase: "Terminating" });
  const held = client.get(configMaps, "shop", "held");
  if (held) await client.change(configMaps, held, ({ metadata }) => void (metadata.finalizers = []));
  await eventually(() => expect(client.get(namespaces, "", "shop")).toBeUndefined());
  expect(client.list(pods)).toEqual([]);
  expect(client.get(configMaps, "default", "elsewhere")).toBeDefined();
  expect(errors).toEqual([]);
  kubelet.stop();
});
