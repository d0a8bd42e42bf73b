import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "../kubectl.fixture.ts";

let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);
const refusal: TestCluster["refusal"] = (...args) => cluster.refusal(...args);

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

const pod = (name: string, resources: object = {}, spec: object = {}) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: { containers: [{ name: "main", image: "busybox", resources }], ...spec },
  });
const field = (path: string, name: string) => kubectl(`get pod ${name} -o jsonpath='{${path}}'`);

const cpu = (amount: string) => ({ requests: { cpu: amount } });
const service = (name: string, clusterIP?: string) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { ...(clusterIP && { clusterIP }), ports: [{ port: 80 }] },
  });

test("a namespace takes in no more than its quota has room for, and again when room is made", async () => {
  await kubectl("create namespace small");
  await kubectl("create quota few -n small --hard=pods=2,requests.cpu=300m,count/configmaps=3");
  expect(await refusal("create -n small -f -", pod("silent"))).toContain(
    'pods "silent" is forbidden: failed quota: few: must specify requests.cpu for: main',
  );
  await kubectl("create -n small -f -", pod("a", cpu("200m")));
  expect(await refusal("create -n small -f -", pod("b", cpu("200m")))).toContain(
    "exceeded quota: few, requested: requests.cpu=200m, used: requests.cpu=200m, limited: requests.cpu=300m",
  );
  await kubectl("create -n small -f -", pod("c", cpu("50m")));
  expect(await refusal("create -n small -f -", pod("d", cpu("50m")))).toContain(
    "requested: pods=1, used: pods=2, limited: pods=2",
  );
  await eventually(() => kubectl("get quota few -n small -o jsonpath='{.status.used}'")).toBe(
    '{"count/configmaps":"1","pods":"2","requests.cpu":"250m"}',
  );
  await kubectl("delete pod a -n small --grace-period=0 --force");
  await kubectl("create -n small -f -", pod("e", cpu("250m")));
});

test("objects are counted", async () => {
  await kubectl("create namespace counted");
  await kubectl("create quota maps -n counted --hard=count/configmaps=2");
  await eventually(() => kubectl("get configmap -n counted -o name")).toContain("kube-root-ca.crt");
  await kubectl("create configmap one -n counted");
  expect(await refusal("create configmap two -n counted")).toContain(
    "exceeded quota: maps, requested: count/configmaps=1, used: count/configmaps=2, limited: count/configmaps=2",
  );
});

test("a pod is as important as its class", async () => {
  await kubectl("create priorityclass high --value=1000 --description=x");
  await kubectl("create -f -", pod("important", {}, { priorityClassName: "high" }));
  expect(await field(".spec.priority", "important")).toBe("1000");
  expect(await refusal("create -f -", pod("unknown", {}, { priorityClassName: "none" }))).toContain(
    "no PriorityClass with name none was found",
  );
});

test("a pod has an account, and leaves lost nodes after five minutes", async () => {
  await kubectl("create -f -", pod("plain"));
  expect(await field(".spec.serviceAccountName", "plain")).toBe("default");
  expect(await field(".spec.tolerations[*].key", "plain")).toBe(
    "node.kubernetes.io/not-ready node.kubernetes.io/unreachable",
  );
  expect(await field(".spec.containers[0].volumeMounts[0].mountPath", "plain")).toBe(
    "/var/run/secrets/kubernetes.io/serviceaccount",
  );
  expect(await refusal("create -f -", pod("stranger", {}, { serviceAccountName: "nobody" }))).toContain(
    'error looking up service account default/nobody: serviceaccount "nobody" not found',
  );
});

test("services have addresses of their own, those that are asked for where they are free", async () => {
  await kubectl("create -f -", service("one"));
  const given = await kubectl("get service one -o jsonpath='{.spec.clusterIP}'");
  expect(given).toMatch(/^127\.\d+\.0\.\d+$/);
  const fixed = given.replace(/\.0\.\d+$/, ".9.9");
  await kubectl("create -f -", service("two", fixed));
  expect(await refusal("create -f -", service("three", fixed))).toContain("provided IP is already allocated");
  expect(await refusal("create -f -", service("four", "10.0.0.1"))).toContain(
    "provided IP is not in the valid range",
  );
  await kubectl("create -f -", service("headless", "None"));
  expect(
    await kubectl("create service nodeport out --tcp=80 -o jsonpath='{.spec.ports[0].nodePort}'"),
  ).toMatch(/^3\d{4}$/);
});
