import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { kubernetesServer } from "../api/server.ts";
import { issue, makeAuthority } from "@naru/certificates";
import { kubeconfigOf } from "../identity/kubeconfig.ts";
import { openTokens } from "../identity/tokens.ts";
import { node } from "../scheduler/node.fixture.ts";
import {
  makeDeployment,
  named,
  oneContainer,
  openCluster,
  run,
  startKubelet,
  type TestCluster,
} from "./cluster.fixture.ts";
import { builtinControllers } from "./index.ts";
import { type Node, nodes } from "./node-kind.ts";

/* The real kubectl reads what the controllers wrote. */

const execute = promisify(execFile);

async function kubectlFor({ store, objects, registry }: TestCluster) {
  const folder = await mkdtemp(join(tmpdir(), "rollout-"));
  const authority = await makeAuthority("test-ca", Date.now());
  const names = ["localhost", "127.0.0.1"];
  const identity = await issue(authority, { subject: "CN=kube-apiserver", names }, Date.now());
  const cluster = { store, objects, registry };
  const tokens = await openTokens(join(folder, "key"));
  const authentication = { store, tokens, staticTokens: () => undefined };
  const server = kubernetesServer({
    cluster,
    authentication,
    server: identity,
    authority: authority.certificate,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const admin = await issue(authority, { subject: "CN=admin,O=system:masters" }, Date.now());
  const kubeconfig = join(folder, "kubeconfig");
  const text = kubeconfigOf({ name: "test", server: url, authority: authority.certificate }, admin);
  await writeFile(kubeconfig, text, { mode: 0o600 });
  onTestFinished(async () => {
    const closed = once(server.close(), "close");
    server.closeAllConnections();
    await closed;
    await rm(folder, { recursive: true });
  });
  const env = { PATH: process.env["PATH"], HOME: folder, KUBECONFIG: kubeconfig };
  return async (line: string) => (await execute("kubectl", line.split(" "), { env })).stdout.trim();
}

const image = "get deploy web -o jsonpath={.spec.template.spec.containers[0].image}";
const revisions = (history: string) => history.match(/^\d+/gm)?.map(Number);

test("kubectl rollout follows, lists, undoes, pauses and resumes", async () => {
  const cluster = await openCluster();
  const kubectl = await kubectlFor(cluster);
  const { errors } = run(cluster, ...builtinControllers(cluster));
  const kubelet = startKubelet(cluster);
  await makeDeployment(cluster, "web");
  const done = 'deployment "web" successfully rolled out';
  expect(await kubectl("rollout status deploy/web --timeout=20s")).toContain(done);
  await kubectl("set image deploy/web main=web:2");
  expect(await kubectl("rollout status deploy/web --timeout=20s")).toContain(done);
  expect(revisions(await kubectl("rollout history deploy/web"))).toEqual([1, 2]);
  await kubectl("rollout undo deploy/web");
  expect(await kubectl("rollout status deploy/web --timeout=20s")).toContain(done);
  expect(await kubectl(image)).toBe("web:1");
  expect(revisions(await kubectl("rollout history deploy/web"))).toEqual([2, 3]);
  await kubectl("rollout pause deploy/web");
  await kubectl("set image deploy/web main=web:3");
  await kubectl("rollout resume deploy/web");
  expect(await kubectl("rollout status deploy/web --timeout=20s")).toContain(done);
  await kubectl("rollout undo deploy/web --to-revision=2");
  expect(await kubectl("rollout status deploy/web --timeout=20s")).toContain(done);
  expect(await kubectl(image)).toBe("web:2");
  await kubectl("scale deploy/web --replicas=5");
  expect(await kubectl("rollout status deploy/web --timeout=20s")).toContain(done);
  await kubectl("rollout restart deploy/web");
  expect(await kubectl("rollout status deploy/web --timeout=20s")).toContain(done);
  expect(await kubectl("describe deploy web")).toContain("ScalingReplicaSet");
  await kubectl("delete deploy web --cascade=foreground --timeout=20s");
  expect(await kubectl("get deploy,rs,pods -o name")).toBe("");
  expect(errors).toEqual([]);
  kubelet.stop();
});

test.each<[string, string, object]>([
  ["statefulset", "statefulsets", { serviceName: "db", replicas: 2 }],
  ["daemonset", "daemonsets", {}],
])("kubectl rollout follows, lists and undoes a %s", async (kind, plural, more) => {
  const cluster = await openCluster();
  const { client } = cluster;
  const kubectl = await kubectlFor(cluster);
  const { status, metadata } = node("n1");
  const made = await client.create<Node>(
    nodes,
    "",
    named("Node", "n1", { metadata: { labels: metadata.labels } }),
  );
  await client.change(nodes, made, (copy) => void (copy.status = status ?? {}), "status");
  const { errors } = run(cluster, ...builtinControllers(cluster));
  startKubelet(cluster, { waits: true });
  const labels = { app: "db" };
  const template = { metadata: { labels }, spec: oneContainer("db:1") };
  const spec = { selector: { matchLabels: labels }, template, ...more };
  const declared = { group: "apps", version: "v1", plural };
  const { kind: kindName } = client.resourceOf(declared);
  await client.create(declared, "default", named(kindName, "db", { spec }, "apps/v1"));
  const rolledOut = async () =>
    expect(await kubectl(`rollout status ${kind}/db --timeout=20s`)).toMatch(/rolled out|roll out complete/);
  await rolledOut();
  await kubectl(`set image ${kind}/db main=db:2`);
  await rolledOut();
  expect(revisions(await kubectl(`rollout history ${kind}/db`))).toEqual([1, 2]);
  await kubectl(`rollout undo ${kind}/db`);
  await rolledOut();
  expect(await kubectl(`get ${kind} db -o jsonpath={.spec.template.spec.containers[0].image}`)).toBe("db:1");
  expect(revisions(await kubectl(`rollout history ${kind}/db`))).toEqual([2, 3]);
  expect(errors).toEqual([]);
});
