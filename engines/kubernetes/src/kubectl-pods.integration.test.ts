import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "./kubectl.fixture.ts";

/* The real kubectl and real processes: what people do to what runs. */

let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);
const refusal: TestCluster["refusal"] = (...args) => cluster.refusal(...args);
const printed = (line: string, input?: string) =>
  kubectl(line, input).catch((error: { stdout: string }) => error.stdout);

/** Ends at once when it is asked to. */
const counting = "trap exit TERM; i=0; while true; do echo line $i; i=$((i+1)); sleep 0.1 & wait; done";

beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 3 });
  await kubectl(`run teller --image=busybox --labels=role=teller -- sh -c '${counting}'`);
  await kubectl(`create deployment web --image=busybox --replicas=2 -- sh -c '${counting}'`);
  await kubectl("wait pod/teller --for=condition=Ready --timeout=20s");
  await kubectl("rollout status deploy/web --timeout=20s");
}, 60_000);
afterAll(() => cluster.stop());

describe("logs", () => {
  test("follow what a container prints", async () => {
    const following = cluster.follow("logs -f teller --tail=1");
    await eventually(() => following.output().split("\n").length).toBeGreaterThan(5);
    following.kill();
  });
  test("end where asked, begin where asked, and name their pod", async () => {
    expect((await kubectl("logs teller --tail=3")).trim().split("\n")).toHaveLength(3);
    expect(await kubectl("logs teller --limit-bytes=6")).toBe("line 0");
    expect(await kubectl("logs teller --since=1s")).not.toBe("");
    expect(await kubectl("logs teller --timestamps --tail=1")).toMatch(/^20\d\d-\S+Z line \d+$/m);
    expect(await kubectl("logs -l role=teller --prefix --all-containers --tail=1")).toMatch(
      /^\[pod\/teller\/teller\] line \d+$/m,
    );
    expect(await kubectl("logs deploy/web --tail=1")).toMatch(/^line \d+$/m);
  });
  test("of the life before are there after a restart", async () => {
    await kubectl("run twice --image=busybox -- sh -c 'echo life; sleep 0.3; exit 1'");
    await eventually(() => kubectl("logs twice --previous").catch(() => "")).toBe("life\n");
    expect(await refusal("logs teller --previous")).toContain("previous terminated container");
    await kubectl("delete pod twice --now");
  });
});

describe("a running container", () => {
  test("is entered, with and without a terminal", async () => {
    expect(await kubectl("exec teller -- echo hello")).toBe("hello\n");
    expect(await kubectl("exec -i teller -- cat", "typed")).toBe("typed");
    expect(await refusal("exec teller -- sh -c 'exit 7'")).toContain("exit code 7");
    expect(await refusal("exec teller -c absent -- true")).toContain("absent is not valid for pod teller");
    const { stdout } = await promisify(execFile)(
      "script",
      ["-qec", "kubectl exec -it teller -- sh -c 'test -t 0 && echo terminal'", "/dev/null"],
      { env: { PATH: process.env["PATH"], HOME: cluster.folder, KUBECONFIG: cluster.cluster.kubeconfig } },
    );
    expect(stdout).toContain("terminal");
  });
  test("is listened to", async () => {
    const attached = cluster.follow("attach teller");
    await eventually(() => attached.output()).toMatch(/line \d+/);
    attached.kill();
  });
  test("takes files, and gives them back whole", async () => {
    const [there, back] = ["there.bin", "back.bin"].map((name) => join(cluster.folder, name));
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31) % 256));
    await writeFile(there ?? "", bytes);
    await kubectl(`cp ${there} teller:/tmp/copy.bin`);
    await kubectl(`cp teller:/tmp/copy.bin ${back}`);
    expect((await readFile(back ?? "")).equals(bytes)).toBe(true);
  });
  test("is run once, with input, and leaves nothing", async () => {
    const line = "run once --rm -i --image=busybox --restart=Never -- sh -c 'cat; echo bye'";
    expect(await kubectl(line, "in\n")).toContain("in\nbye\n");
    expect(await refusal("get pod once")).toContain("not found");
  });
});

const status = (kind: string) => kubectl(`rollout status ${kind} --timeout=25s`);

describe("a rollout", () => {
  test("of a deployment follows set, undo, pause, resume, restart and scale", async () => {
    await kubectl("set env deploy/web COLOUR=blue");
    await kubectl("set resources deploy/web --limits=memory=64Mi");
    expect(await status("deploy/web")).toContain("successfully rolled out");
    expect(await kubectl("rollout history deploy/web")).toMatch(/^3\s/m);
    await kubectl("rollout undo deploy/web --to-revision=2");
    await kubectl("rollout pause deploy/web");
    expect(await refusal("rollout restart deploy/web")).toContain("paused");
    await kubectl("rollout resume deploy/web");
    await kubectl("rollout restart deploy/web");
    await kubectl("scale deploy/web --replicas=3 --current-replicas=2");
    expect(await status("deploy/web")).toContain("successfully rolled out");
    expect(await kubectl("get deploy web -o jsonpath={.status.readyReplicas}")).toBe("3");
    expect(await refusal("scale deploy/web --replicas=1 --current-replicas=9")).toContain(
      "Expected replicas to be 9",
    );
  });
  test.each([
    ["StatefulSet", { serviceName: "db", replicas: 2 }],
    ["DaemonSet", {}],
  ])("of a %s follows restart and undo", async (kind, more) => {
    const name = kind.toLowerCase();
    const labels = { app: name };
    const spec = {
      terminationGracePeriodSeconds: 1,
      containers: [{ name: "main", image: "busybox", command: ["sh", "-c", counting] }],
    };
    const template = { metadata: { labels }, spec };
    const object = {
      apiVersion: "apps/v1",
      kind,
      metadata: { name },
      spec: { selector: { matchLabels: labels }, template, ...more },
    };
    await kubectl("apply -f -", JSON.stringify(object));
    await status(`${kind}/${name}`);
    await kubectl(`rollout restart ${kind}/${name}`);
    await status(`${kind}/${name}`);
    expect(await kubectl(`rollout history ${kind}/${name}`)).toMatch(/^2\s/m);
    await kubectl(`rollout undo ${kind}/${name}`);
    expect(await status(`${kind}/${name}`)).toMatch(/rolled out|roll out complete|rolling update complete/);
    await kubectl(`delete ${kind}/${name} --timeout=20s`);
  });
});

describe("a node", () => {
  test("is not emptied of what a budget keeps, and is when it allows it", async () => {
    // What still ends is on no node to be emptied.
    const ready = "{range .items[*]}{.metadata.deletionTimestamp}{.status.phase} {end}";
    await eventually(() => kubectl(`get pods -l app=web -o 'jsonpath=${ready}'`)).toBe(
      "Running Running Running ",
    );
    const node = await kubectl("get pod -l app=web -o jsonpath={.items[0].spec.nodeName}");
    await kubectl("create pdb web --selector=app=web --min-available=3");
    await eventually(() => kubectl("get pdb web -o jsonpath={.status.currentHealthy}")).toBe("3");
    const drain = `drain ${node} --ignore-daemonsets --force --delete-emptydir-data`;
    expect(await refusal(`${drain} --timeout=3s --pod-selector=app=web`)).toContain(
      "violate the pod's disruption budget",
    );
    expect(await kubectl(`get node ${node}`)).toContain("SchedulingDisabled");
    await kubectl(`patch pdb web --type=merge -p '{"spec":{"minAvailable":1}}'`);
    expect(await kubectl(`${drain} --timeout=20s --pod-selector=app=web`)).toContain(`node/${node} drained`);
    await kubectl(`uncordon ${node}`);
    await kubectl("rollout status deploy/web --timeout=20s");
  });
  test("keeps off what does not tolerate its taint", async () => {
    for (const node of ["node-1", "node-2", "node-3"])
      await kubectl(`taint node ${node} only=some:NoSchedule`);
    await kubectl("run shy --image=busybox -- sleep 100");
    const why = () => kubectl("get pod shy -o jsonpath={.status.conditions[0].message}");
    await eventually(why).toContain("3 node(s) had untolerated taint");
    await kubectl("taint nodes --all only-");
    await kubectl("wait pod/shy --for=condition=Ready --timeout=10s");
    await kubectl("delete pod shy --grace-period=0 --force");
  });
});

test.each([
  ["deploy/web", ["NewReplicaSet:", "ScalingReplicaSet", "Pod Template:"]],
  ["rs", ["Controlled By:  Deployment/web", "SuccessfulCreate"]],
  ["pod/teller", ["Started", "Container ID:", "IPs:", "QoS Class:", "Node:"]],
  ["node/node-1", ["KubeletReady", "Non-terminated Pods:", "Allocated resources:", "PodCIDR:"]],
  ["svc/kubernetes", ["Endpoints:", "127.0.0.1:"]],
  ["pdb/web", ["Allowed disruptions:"]],
  ["endpoints/kubernetes", ["Addresses:"]],
  ["endpointslice/kubernetes", ["AddressType:"]],
  ["sa/default", ["Mountable secrets:"]],
  ["ns/default", ["Status:"]],
  ["storageclass/local", ["IsDefaultClass:"]],
  ["clusterrole/view", ["PolicyRule:"]],
])("describe %s tells what people look for", async (what, expected) => {
  const told = await kubectl(`describe ${what}`);
  for (const each of expected) expect(told).toContain(each);
  expect(told).not.toMatch(/<error|%!|<invalid>/);
});

test("top tells what pods and nodes use", async () => {
  await eventually(() => printed("top pod teller"), 40_000).toMatch(/^teller\s+\d+m\s+\d+Mi/m);
  expect(await kubectl("top nodes")).toMatch(/^node-1\s+\d+m/m);
}, 60_000);

test("events tell an object's story by either of their two forms", async () => {
  expect(await kubectl("events --for deployment/web")).toContain("ScalingReplicaSet");
  const one = "events.events.k8s.io --field-selector regarding.name=teller,reason=Scheduled";
  expect(await kubectl(`get ${one} -o jsonpath={.items[0].note}`)).toMatch(
    /^Successfully assigned default\/teller/,
  );
});
