import { text } from "node:stream/consumers";
import { eventually } from "@naru/testkit";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "./client.ts";
import type { Kind } from "./kind.ts";
import { kinds } from "./kinds.ts";
import type { KubeObject } from "./object.ts";

/* The client in a pod, by the token and the address that every pod is given. */

let cluster: Kubernetes;
let client: Client;
beforeAll(async () => {
  cluster = await startKubernetes({ nodes: 1 });
  client = new Client({ kubeconfig: cluster.kubeconfig });
});
afterAll(async () => {
  client.close();
  await cluster.stop();
});

const rbac = (kind: string, plural: string): Kind => ({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind,
  plural,
  namespaced: true,
});
const head = (kind: string, name: string) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind,
  metadata: { name },
});

const program = `
  import { Client, kinds } from ${JSON.stringify(import.meta.resolve("./index.ts"))};
  const client = new Client({ inCluster: true });
  const namespace = "default";
  const pods = (await client.all(kinds.pods, { namespace })).map(({ metadata }) => metadata.name);
  const secrets = await client.all(kinds.secrets, { namespace }).catch(({ reason }) => reason);
  console.log(JSON.stringify({ pods, secrets }));
  client.close();
`;

test("a program in a pod sees what its account may see, and no more", async () => {
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }];
  await client.create(rbac("Role", "roles"), "default", { ...head("Role", "pods"), rules });
  await client.create(rbac("RoleBinding", "rolebindings"), "default", {
    ...head("RoleBinding", "pods"),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "pods" },
    subjects: [{ kind: "ServiceAccount", name: "default", namespace: "default" }],
  });
  const command = [
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    "--input-type=module",
    "-e",
    program,
  ];
  await client.create(kinds.pods, "default", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "inside" },
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "node", command }] },
  });
  const ref = { namespace: "default", name: "inside" };
  await eventually(async () => {
    const { status } = await client.get<KubeObject & { status: { phase: string } }>(kinds.pods, ref);
    expect(status.phase).toMatch(/Succeeded|Failed/);
  }, 30_000);
  const said = (await text(await client.logs(ref))).replaceAll(/^\S+ /gm, "");
  expect(said).toBe(`${JSON.stringify({ pods: ["inside"], secrets: "Forbidden" })}\n`);
});
