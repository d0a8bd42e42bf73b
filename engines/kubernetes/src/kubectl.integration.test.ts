import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "./kubectl.fixture.ts";

/* The real kubectl against the real server: what becomes of objects. */

let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);
const refusal: TestCluster["refusal"] = (...args) => cluster.refusal(...args);

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

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

const labelled = (name: string) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, labels: { set: "pruned" } } });

const changed = (a: string) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "kept" }, data: { a } });

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
      `patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"shop/web:2"}]}}}}'`,
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
    const seen = cluster.follow("get configmaps -w --no-headers -o name");
    await eventually(() => seen.output()).toContain("configmap/");
    await kubectl("create configmap seen --from-literal=a=1");
    await eventually(() => seen.output()).toContain("configmap/seen");
    seen.kill();
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
    await kubectl("create role reader --verb=get,list --resource=pods");
    await kubectl("create rolebinding readers --role=reader --user=ann --group=staff");
    const facts: [string, string][] = [
      ["get pods --as=ann", "yes"],
      ["get secrets --as=ann", "no"],
      ["get pods --as=bob", "no"],
      ["list pods --as=bob --as-group=staff", "yes"],
      ["get pods --as=system:serviceaccount:default:default", "no"],
    ];
    for (const [what, answer] of facts) {
      const told = await kubectl(`auth can-i ${what}`).catch((error: { stdout: string }) => error.stdout);
      expect(`${what} ${told.trim()}`).toBe(`${what} ${answer}`);
    }
    expect(await kubectl("auth can-i --list --as=ann")).toMatch(/^pods\s+\[\]\s+\[\]\s+\[get list\]$/m);
    expect(await kubectl("auth whoami --as=bob -o jsonpath={.status.userInfo}")).toBe(
      '{"groups":["system:authenticated"],"username":"bob"}',
    );
    expect(await refusal("get secrets --as=ann")).toContain('User "ann" cannot list resource "secrets"');
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
    await kubectl(`patch configmap later --type=merge -p '{"data":{"a":"2"}}'`);
    expect(await waited).toContain("condition met");
  });

  test.each([
    ["service clusterip a --tcp=80:8080", "service/a", ".spec.ports[0].targetPort", "8080"],
    ["service nodeport b --tcp=80", "service/b", ".spec.type", "NodePort"],
    ["service externalname c --external-name example.com", "service/c", ".spec.externalName", "example.com"],
    ["service loadbalancer d --tcp=80", "service/d", ".spec.type", "LoadBalancer"],
    ["configmap all --from-literal=x=1", "configmap/all", ".data.x", "1"],
    [
      "secret docker-registry e --docker-username=a --docker-password=b",
      "secret/e",
      ".type",
      "kubernetes.io/dockerconfigjson",
    ],
    ["cronjob tick --image=busybox --schedule=@daily -- true", "cronjob/tick", ".spec.schedule", "@daily"],
    ["job now --from=cronjob/tick", "job/now", ".metadata.ownerReferences[0].name", "tick"],
    ["ingress front --rule=shop.test/*=web:80", "ingress/front", ".spec.rules[0].host", "shop.test"],
    ["pdb keep --selector=app=web --min-available=1", "pdb/keep", ".spec.minAvailable", "1"],
    ["quota few --hard=pods=50", "quota/few", ".spec.hard.pods", "50"],
    ["clusterrole seer --verb=get --resource=nodes", "clusterrole/seer", ".rules[0].verbs[0]", "get"],
    [
      "clusterrolebinding seers --clusterrole=seer --user=ann",
      "clusterrolebinding/seers",
      ".roleRef.name",
      "seer",
    ],
    ["serviceaccount robot", "serviceaccount/robot", ".metadata.name", "robot"],
    ["priorityclass high --value=1000", "priorityclass/high", ".value", "1000"],
    ["deployment scaled --image=busybox", "deployment/scaled", ".spec.replicas", "1"],
  ])("creates %s", async (what, object, path, value) => {
    await kubectl(`create ${what}`);
    expect(await kubectl(`get ${object} -o jsonpath={${path}}`)).toBe(value);
  });

  test("makes tokens that the server knows", async () => {
    await kubectl("create serviceaccount caller");
    const token = (await kubectl("create token caller --duration=10m")).trim();
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token } };
    const asked = "create -f - -o jsonpath={.status.user.username}";
    expect(await kubectl(asked, JSON.stringify(review))).toBe("system:serviceaccount:default:caller");
  });

  // kubectl checks what can't be patched by the OpenAPI document of version 2, as Protocol Buffers.
  test("applies a v1 List, and says which of its fields are unknown", async () => {
    const item = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "listed" }, data: { a: "1" } };
    const list = { apiVersion: "v1", kind: "List", items: [item] };
    expect(await kubectl("apply -f -", JSON.stringify(list))).toBe("configmap/listed created\n");
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { tokn: "x" } };
    const refused = kubectl("create -f -", JSON.stringify(review)).catch(
      (error: { stderr: string }) => error.stderr,
    );
    expect(await refused).toContain('unknown field "spec.tokn"');
  });

  test("autoscales by either version of the same object", async () => {
    await kubectl("create deployment elastic --image=busybox");
    await kubectl("autoscale deployment elastic --min=1 --max=4 --cpu-percent=50");
    const first = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers/elastic";
    expect(JSON.parse(await kubectl(`get --raw ${first}`))).toMatchObject({
      apiVersion: "autoscaling/v1",
      spec: { maxReplicas: 4, targetCPUUtilizationPercentage: 50 },
    });
    expect(
      await kubectl("get hpa elastic -o jsonpath={.spec.metrics[0].resource.target.averageUtilization}"),
    ).toBe("50");
  });

  test("prunes what a manifest no longer has", async () => {
    const all = "apply --prune -l set=pruned -f -";
    await kubectl(all, labelled("first"));
    expect(await kubectl(all, labelled("second"))).toContain("configmap/first pruned");
    expect(await kubectl("get cm -l set=pruned -o name")).toBe("configmap/second\n");
  });

  test("shows what a change would do, replaces, and edits", async () => {
    await kubectl("create configmap kept --from-literal=a=1");
    const difference = await kubectl("diff -f -", changed("2")).catch(
      (error: { stdout: string }) => error.stdout,
    );
    expect(difference).toMatch(/^-  a: "1"\n\+  a: "2"$/m);
    expect(await kubectl("replace --force -f -", changed("3"))).toContain("configmap/kept replaced");
    await kubectl('patch configmap kept --type=json -p \'[{"op":"add","path":"/data/b","value":"4"}]\'');
    expect(await kubectl("get cm kept -o jsonpath={.data}")).toBe('{"a":"3","b":"4"}');
  });

  test.each([
    ["-o json", /"kind": "ConfigMap"/],
    ["-o yaml", /^kind: ConfigMap$/m],
    ["-o custom-columns=N:.metadata.name,A:.data.a", /^N\s+A\nsettings\s+2$/m],
    ["-o go-template={{.data.a}}", /^2$/],
    ["--show-labels", /LABELS/],
  ])("gets %s", async (output, expected) => {
    const told = await kubectl(`get configmap settings ${output}`).catch(
      (error: { stderr: string }) => error.stderr,
    );
    expect(told).toMatch(expected);
  });

  test("keeps the children of what is deleted alone, or waits for them", async () => {
    await kubectl("create deployment parent --image=busybox");
    const sets = () => kubectl("get rs -l app=parent -o name");
    await eventually(sets).toContain("replicaset");
    await kubectl("delete deployment parent --cascade=orphan");
    expect(await sets()).toContain("replicaset");
    await kubectl("delete rs -l app=parent --cascade=foreground --timeout=20s");
    expect(await sets()).toBe("");
    await eventually(() => kubectl("get pods -l app=parent -o name")).toBe("");
  });
});
