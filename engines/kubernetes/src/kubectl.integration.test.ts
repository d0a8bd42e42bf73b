import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningCluster, startCluster } from "./cluster.ts";

/* The real kubectl against the real server. */

let folder: string;
let cluster: RunningCluster;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-kubernetes-"));
  cluster = await startCluster({ folder, host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

const run = promisify(execFile);

async function kubectl(line: string, input = ""): Promise<string> {
  const running = run("kubectl", line.split(" "), {
    env: { PATH: process.env["PATH"], HOME: folder, KUBECONFIG: cluster.kubeconfig },
  });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

const refusal = async (line: string, input = "") =>
  kubectl(line, input).then(
    () => "",
    (error: { stderr: string }) => error.stderr,
  );

const deployment = (replicas: number) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: shop/web:1
          ports: [{ containerPort: 8080 }]
`;
const configMap = (a: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { a: "${a}" }
`;

const gadgets = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gadgets.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: gadgets, singular: gadget, kind: Gadget, shortNames: [gd] }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { status: {}, scale: { specReplicasPath: .spec.size, statusReplicasPath: .status.size } }
      additionalPrinterColumns:
        - { name: Size, type: integer, jsonPath: .spec.size }
        - { name: Class, type: string, jsonPath: .spec.class }
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: { type: integer, maximum: 10, description: how many }
                class: { type: string, default: small }
            status: { type: object, x-kubernetes-preserve-unknown-fields: true }
`;
const gadget = (size: number) => `
apiVersion: example.com/v1
kind: Gadget
metadata: { name: one }
spec: { size: ${size} }
`;

describe("kubectl", () => {
  test("finds the kinds and the version", async () => {
    expect(await kubectl("api-resources --no-headers")).toMatch(
      /^deployments\s+deploy\s+apps\/v1\s+true\s+Deployment$/m,
    );
    expect(await kubectl("version")).toContain("Server Version: v1.36");
  });

  test("applies a manifest, changes it, and leaves it alone when nothing has changed", async () => {
    expect(await kubectl("apply -f -", deployment(2))).toBe("deployment.apps/web created\n");
    expect(await kubectl("apply -f -", deployment(2))).toBe("deployment.apps/web unchanged\n");
    expect(await kubectl("apply -f -", deployment(3))).toBe("deployment.apps/web configured\n");
    expect(await kubectl("get deployment web -o jsonpath={.spec.replicas}/{.metadata.generation}")).toBe(
      "3/2",
    );
  });

  test("applies on the server side, and hears of conflicts", async () => {
    expect(await kubectl("apply --server-side --field-manager=one -f -", configMap("1"))).toContain(
      "serverside-applied",
    );
    const told = await refusal("apply --server-side --field-manager=two -f -", configMap("2"));
    expect(told).toContain('conflict with "one": .data.a');
    await kubectl("apply --server-side --field-manager=two --force-conflicts -f -", configMap("2"));
    expect(await kubectl("get configmap settings -o jsonpath={.data.a}")).toBe("2");
  });

  test("prints what people know", async () => {
    const [head, row] = (await kubectl("get deployments")).split("\n");
    expect(head?.split(/\s+/)).toEqual(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]);
    expect(row).toMatch(/^web\s+0\/3\s+\d\s+0\s+\d+s$/);
    expect(await kubectl("get ns -o name")).toBe(
      "namespace/default\nnamespace/kube-node-lease\nnamespace/kube-public\nnamespace/kube-system\n",
    );
  });

  test("scales, labels, annotates and patches", async () => {
    expect(await kubectl("scale deployment web --replicas=5")).toContain("scaled");
    await kubectl("label deployment web tier=front");
    await kubectl("annotate deployment web note=x");
    await kubectl(
      'patch deployment web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","image":"shop/web:2"}]}}}}',
    );
    const path =
      "{.spec.replicas}|{.metadata.labels.tier}|{.metadata.annotations.note}|{.spec.template.spec.containers[*].image}";
    expect(await kubectl(`get deployment web -o jsonpath=${path}`)).toBe("5|front|x|shop/web:2");
    expect(await kubectl("get deployments -l tier=front,app!=db -o name")).toBe("deployment.apps/web\n");
    expect(await kubectl("get deployments --field-selector metadata.name=other -o name")).toBe("");
  });

  test("explains fields", async () => {
    expect(await kubectl("explain deployment.spec.replicas")).toContain("FIELD: replicas <integer>");
  });

  test("is refused what cannot be, with the reason", async () => {
    expect(await refusal("get deployment absent")).toContain('deployments.apps "absent" not found');
    expect(await refusal("create namespace default")).toContain('namespaces "default" already exists');
    expect(await refusal("create configmap x -n absent")).toContain('namespaces "absent" not found');
    expect(await refusal("get things")).toContain(`the server doesn't have a resource type "things"`);
  });

  test("writes nothing in a dry run", async () => {
    await kubectl("create configmap trial --from-literal=a=1 --dry-run=server");
    expect(await refusal("get configmap trial")).toContain("not found");
  });

  test("watches", async () => {
    const seen = kubectl("get configmaps -w --request-timeout=3s --no-headers -o name");
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await kubectl("create configmap seen --from-literal=a=1");
    expect((await seen.catch((error: { stdout: string }) => error.stdout)).split("\n")).toContain(
      "configmap/seen",
    );
  });

  test("creates what its own clients send as Protocol Buffers", async () => {
    await kubectl("create deployment made --image=shop/web:3 --replicas=2 --port=8080");
    const path =
      "{.spec.replicas}|{.spec.template.spec.containers[0].image}|{.spec.template.spec.containers[0].ports[0].containerPort}|{.spec.selector.matchLabels.app}";
    expect(await kubectl(`get deployment made -o jsonpath=${path}`)).toBe("2|shop/web:3|8080|made");
    await kubectl("expose deployment made --port=80 --target-port=http");
    expect(
      await kubectl("get service made -o jsonpath={.spec.ports[0].port}/{.spec.ports[0].targetPort}"),
    ).toBe("80/http");
    await kubectl("create secret generic token --from-literal=key=s3cret");
    expect(await kubectl("get secret token -o jsonpath={.data.key}")).toBe(
      Buffer.from("s3cret").toString("base64"),
    );
    await kubectl("create job once --image=shop/task -- run it");
    expect(await kubectl("get job once -o jsonpath={.spec.template.spec.containers[0].command}")).toBe(
      '["run","it"]',
    );
  });

  test("learns kinds from a CustomResourceDefinition, and forgets them with it", async () => {
    await kubectl("apply -f -", gadgets);
    await kubectl("wait crd/gadgets.example.com --for=condition=Established --timeout=10s");
    await kubectl("apply -f -", gadget(3));
    expect(await kubectl("get gd --no-headers")).toMatch(/^one\s+3\s+small\s*$/m);
    expect(await refusal("apply -f -", gadget(11))).toContain("spec.size");
    await kubectl("scale gadget one --replicas=5");
    expect(await kubectl("get gadget one -o jsonpath={.spec.size}")).toBe("5");
    expect(await kubectl("explain gadget.spec.size")).toContain("how many");
    await kubectl("delete crd gadgets.example.com");
    expect(await refusal("get gadgets")).toContain("could not find the requested resource");
  });

  test("asks what it may", async () => {
    expect(await kubectl("auth can-i delete nodes")).toBe("yes\n");
    expect(await kubectl("auth whoami -o jsonpath={.status.userInfo.username}")).toBe("admin");
    expect(await refusal("auth can-i get pods --as=somebody")).not.toContain("yes");
  });

  test("deletes", async () => {
    expect(await kubectl("delete deployment web")).toContain('deployment.apps "web" deleted');
    expect(await refusal("get deployment web")).toContain("not found");
  });

  test("sees a deployment make its pods, and a namespace take everything with it", async () => {
    await kubectl("create namespace brief");
    await kubectl("create deployment web --image=shop/web:1 --replicas=2 -n brief");
    await kubectl("wait deployment/web -n brief --for=jsonpath={.status.replicas}=2 --timeout=20s");
    expect((await kubectl("get pods -n brief -o name")).trim().split("\n")).toHaveLength(2);
    expect(await kubectl("rollout history deployment/web -n brief")).toMatch(/^1\s+<none>$/m);
    await kubectl("delete namespace brief --timeout=20s");
    expect(await refusal("get namespace brief")).toContain("not found");
    expect(await kubectl("get pods -A -l app=web -o jsonpath={.items[*].metadata.namespace}")).not.toContain(
      "brief",
    );
  });

  test("waits for what happens", async () => {
    await kubectl("create configmap later --from-literal=a=1");
    const waited = kubectl("wait configmap/later --for=jsonpath={.data.a}=2 --timeout=20s");
    await kubectl('patch configmap later --type=merge -p {"data":{"a":"2"}}');
    expect(await waited).toContain("condition met");
  });
});
