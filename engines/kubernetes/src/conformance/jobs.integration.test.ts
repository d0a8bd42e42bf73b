import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { forever } from "./running.fixture.ts";

/* Work that ends, and what owners leave. Source: Kubernetes' test/e2e/apps: job; test/e2e/apimachinery:
 * garbage_collector. */

let api: Api;
beforeAll(async () => {
  api = await openApi(1);
});
afterAll(() => api.stop());

// What the API answers is read field by field.
// eslint-disable-next-line typescript/no-explicit-any
type Any = any;
const core = "/api/v1/namespaces/default";
const pods = `${core}/pods`;
const jobs = "/apis/batch/v1/namespaces/default/jobs";
const podSpec = (script: string, more: object = {}) => ({
  restartPolicy: "Never",
  terminationGracePeriodSeconds: 0,
  containers: [{ name: "main", image: "busybox", command: ["sh", "-c", script] }],
  ...more,
});
const make = async (name: string, script: string, spec: object = {}, more: object = {}) => {
  const made = await api.create(jobs, {
    metadata: { name, labels: { job: name } },
    spec: { ...spec, template: { spec: podSpec(script, more) } },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
};
const job = async (name: string) => (await api.get(`${jobs}/${name}`)).body;
const podsOf = async (name: string): Promise<Any[]> =>
  (await api.get(`${pods}?labelSelector=job-name%3D${name}`)).body.items;
const condition = async (name: string) =>
  (await job(name)).status?.conditions
    ?.filter((one: Any) => one.status === "True")
    .map((one: Any) => `${one.type} ${one.reason ?? ""}`.trim()) ?? [];

describe("a job", () => {
  test("gives each of its pods an index, a host name and a variable", async () => {
    await make("indexed", "echo $JOB_COMPLETION_INDEX $(hostname)", {
      completions: 3,
      parallelism: 3,
      completionMode: "Indexed",
    });
    await eventually(() => condition("indexed")).toContain("Complete CompletionsReached");
    expect((await job("indexed")).status).toMatchObject({ succeeded: 3, completedIndexes: "0-2" });
    const told = await Promise.all(
      (await podsOf("indexed")).map(
        async ({ metadata }) => (await api.get(`${pods}/${metadata.name}/log`)).body,
      ),
    );
    expect(new Set(told)).toEqual(new Set(["0 indexed-0\n", "1 indexed-1\n", "2 indexed-2\n"]));
    const indexes = (await podsOf("indexed")).map(
      ({ metadata }) => metadata.annotations["batch.kubernetes.io/job-completion-index"],
    );
    expect(new Set(indexes)).toEqual(new Set(["0", "1", "2"]));
  });
  test("takes back a pod that lost its owner, and lets go of one that no longer matches", async () => {
    await make("adopting", forever, { parallelism: 2, completions: 2 });
    await eventually(async () => (await job("adopting")).status.ready).toBe(2);
    const [{ metadata: orphan }, { metadata: released }] = await podsOf("adopting");
    const owners = async (name: string) =>
      ((await api.get(`${pods}/${name}`)).body.metadata.ownerReferences ?? []).length;
    await api.patch(`${pods}/${orphan.name}`, "merge", { metadata: { ownerReferences: [] } });
    await eventually(() => owners(orphan.name)).toBe(1);
    await api.patch(`${pods}/${released.name}`, "merge", {
      metadata: {
        labels: {
          "controller-uid": null,
          "batch.kubernetes.io/controller-uid": null,
          "job-name": null,
          "batch.kubernetes.io/job-name": null,
        },
      },
    });
    await eventually(() => owners(released.name)).toBe(0);
    await api.remove(`${jobs}/adopting`, { propagationPolicy: "Foreground" });
    await eventually(async () => (await api.get(`${jobs}/adopting`)).status).toBe(404);
    expect(await podsOf("adopting")).toEqual([]);
    await api.remove(`${pods}/${released.name}`);
  });
  test("fails early by an exit code, and counts no disruption as a failure", async () => {
    const rules = [
      { action: "FailJob", onExitCodes: { containerName: "main", operator: "In", values: [3] } },
      { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    ];
    await make("early", "exit 3", { backoffLimit: 5, podFailurePolicy: { rules } });
    await eventually(() => condition("early")).toContain("Failed PodFailurePolicy");
    const volume = { volumes: [{ name: "v", hostPath: { path: api.cluster.folder } }] };
    const script = `test -f /v/evicted && exit 0; touch /v/evicted; ${forever}`;
    const made = { ...podSpec(script, volume) };
    Object.assign(made.containers[0] as object, { volumeMounts: [{ name: "v", mountPath: "/v" }] });
    await api.create(jobs, {
      metadata: { name: "disrupted" },
      spec: { backoffLimit: 0, podFailurePolicy: { rules }, template: { spec: made } },
    });
    await eventually(async () => (await job("disrupted")).status.ready).toBe(1);
    const [{ metadata }] = await podsOf("disrupted");
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: metadata.name } };
    expect((await api.create(`${pods}/${metadata.name}/eviction`, eviction)).status).toBe(201);
    await eventually(() => condition("disrupted")).toContain("Complete CompletionsReached");
  });
  test("goes by the failures of each index, and by which of them count as success", async () => {
    const even = "exit $((JOB_COMPLETION_INDEX % 2))";
    await make("each", even, {
      completions: 4,
      parallelism: 4,
      completionMode: "Indexed",
      backoffLimitPerIndex: 0,
    });
    await eventually(() => condition("each")).toContain("Failed FailedIndexes");
    expect((await job("each")).status).toMatchObject({ completedIndexes: "0,2", failedIndexes: "1,3" });
    const successPolicy = { rules: [{ succeededIndexes: "0" }] };
    await make("enough", `test $JOB_COMPLETION_INDEX = 0 && exit 0; ${forever}`, {
      completions: 3,
      parallelism: 3,
      completionMode: "Indexed",
      successPolicy,
    });
    await eventually(() => condition("enough")).toContain("Complete SuccessPolicy");
    expect((await job("enough")).status.completedIndexes).toBe("0");
  });
  test("waits while it is suspended, and runs its pods again where they fail", async () => {
    await make("waiting", "true", { suspend: true });
    await eventually(() => condition("waiting")).toEqual(["Suspended JobSuspended"]);
    expect(await podsOf("waiting")).toEqual([]);
    await api.patch(`${jobs}/waiting`, "merge", { spec: { suspend: false } });
    await eventually(() => condition("waiting")).toContain("Complete CompletionsReached");
    const volumes = { restartPolicy: "OnFailure", volumes: [{ name: "v", emptyDir: {} }] };
    const template = { spec: podSpec("test -f /v/tried && exit 0; touch /v/tried; exit 1", volumes) };
    Object.assign(template.spec.containers[0] as object, { volumeMounts: [{ name: "v", mountPath: "/v" }] });
    await api.create(jobs, {
      metadata: { name: "local" },
      spec: { completions: 2, parallelism: 2, template },
    });
    await eventually(() => condition("local")).toContain("Complete CompletionsReached");
  });
});

const of = async (app: string): Promise<Any[]> =>
  (await api.get(`${pods}?labelSelector=app%3D${app}`)).body.items;

describe("what is owned", () => {
  const controllers = `${core}/replicationcontrollers`;
  const controller = (name: string, replicas: number) =>
    api.create(controllers, {
      metadata: { name },
      spec: {
        replicas,
        selector: { app: name },
        template: {
          metadata: { labels: { app: name } },
          spec: podSpec(forever, { restartPolicy: "Always", nodeSelector: { none: "such" } }),
        },
      },
    });
  test("stays while another owner wants it, though one that waits for it goes", async () => {
    await controller("leaving", 4);
    await controller("staying", 0);
    await eventually(() => of("leaving")).toHaveLength(4);
    const { uid } = (await api.get(`${controllers}/staying`)).body.metadata;
    const owner = { apiVersion: "v1", kind: "ReplicationController", name: "staying", uid };
    for (const { metadata } of (await of("leaving")).slice(0, 2))
      await api.patch(`${pods}/${metadata.name}`, "json", [
        { op: "add", path: "/metadata/ownerReferences/-", value: owner },
      ]);
    await api.remove(`${controllers}/leaving`, { propagationPolicy: "Foreground" });
    await eventually(async () => (await api.get(`${controllers}/leaving`)).status).toBe(404);
    const left = await of("leaving");
    expect(
      left.map(({ metadata }) => [
        metadata.deletionTimestamp,
        metadata.ownerReferences.map((one: Any) => one.name),
      ]),
    ).toEqual([
      [undefined, ["staying"]],
      [undefined, ["staying"]],
    ]);
  });
  test("stays alone when it is orphaned", async () => {
    await controller("orphaning", 3);
    await eventually(() => of("orphaning")).toHaveLength(3);
    await api.remove(`${controllers}/orphaning`, { propagationPolicy: "Orphan" });
    await eventually(async () => (await api.get(`${controllers}/orphaning`)).status).toBe(404);
    expect((await of("orphaning")).map(({ metadata }) => metadata.ownerReferences ?? [])).toEqual([
      [],
      [],
      [],
    ]);
  });
  test("in a circle goes when one of it does", async () => {
    const names = ["circle-1", "circle-2", "circle-3"];
    for (const name of names)
      await api.create(pods, {
        metadata: { name },
        spec: podSpec(forever, { nodeSelector: { none: "such" } }),
      });
    for (const [i, name] of names.entries()) {
      const before = names[(i + 2) % 3] ?? "";
      const { uid } = (await api.get(`${pods}/${before}`)).body.metadata;
      const ownerReferences = [
        { apiVersion: "v1", kind: "Pod", name: before, uid, controller: true, blockOwnerDeletion: true },
      ];
      await api.patch(`${pods}/${name}`, "merge", { metadata: { ownerReferences } });
    }
    await api.remove(`${pods}/circle-1`, { propagationPolicy: "Foreground" });
    for (const name of names)
      await eventually(async () => (await api.get(`${pods}/${name}`)).status).toBe(404);
  });
});
