import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, kinds, type KubeObject } from "@naru/kubernetes";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { type RunningValkey, startValkey } from "@naru/testkit/valkey";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cards } from "../card-network/api.ts";
import { deployShop, namespace, untilOpen } from "../deploy.ts";
import { writeImages } from "../images.ts";
import { Browser } from "../load/browser.ts";
import { demoPassword, emailOf } from "../storefront/demo-users.ts";
import { Laboratory } from "./laboratory.ts";
import { query } from "./shop.ts";

let kubernetes: Kubernetes;
let client: Client;
let store: RunningValkey;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-chaos-test-"));
  kubernetes = await startKubernetes({ nodes: 1 });
  store = await startValkey();
  await writeImages(kubernetes.images, join(folder, "compiled"));
  client = new Client({ kubeconfig: kubernetes.kubeconfig });
  // Nobody listens there: the shop works on, unseen.
  await deployShop({ client, sessionStore: store.url, otlpEndpoint: "http://127.0.0.1:9", shoppers: 0 });
  await untilOpen(client, 55_000);
});

afterAll(async () => {
  client?.close();
  await kubernetes?.stop();
  await store?.stop();
  await rm(folder, { recursive: true });
});

/** One that knows only what former ones have kept. */
const laboratory = () => new Laboratory({ client, folder: join(folder, "chaos") });

async function purchase(): Promise<number> {
  const visitor = new Browser(kubernetes.ingressUrl ?? "", { "accept-language": "en-US" });
  await visitor.post("/sign-in", { email: emailOf(0), password: demoPassword });
  await visitor.post("/cart", { product: "4", quantity: "1" });
  return (await visitor.post("/checkout", { card: cards.visa })).status;
}

interface Deployment extends KubeObject {
  readonly spec: { readonly template: object };
}

const deployment = (name: string) => client.get<Deployment>(kinds.deployments, { namespace, name });
const truths = async () => {
  const lines = (await readFile(join(folder, "chaos", "truth.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
};

test("a bank that refuses fails every purchase until it is asked for a good day", async () => {
  expect(await purchase()).toBe(200);
  await laboratory().start("outside-party-down");
  expect(await purchase()).toBe(502);
  await laboratory().stop();
  expect(await purchase()).toBe(200);
});

test("the truth is told when a fault starts, and again with its end when it is over", async () => {
  const { startedAt } = await laboratory().start("quiet");
  await laboratory().stop("quiet");
  const [begun, over] = (await truths()).slice(-2);
  expect(begun).toEqual({ fault: "quiet", startedAt, stoppedAt: null, expected: null, herrings: [] });
  expect(over).toEqual({ ...begun, stoppedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect(Date.parse(over.stoppedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
});

test("a release that cannot start leaves the shop open, says why it was made, and is rolled back with what was to mislead", async () => {
  const before = { payment: await deployment("payment"), inventory: await deployment("inventory") };
  const { herrings } = await laboratory().start("bad-image", "harmless-release");
  expect(herrings).toEqual([{ herring: "harmless-release", service: "inventory" }]);
  const { metadata } = await deployment("payment");
  expect(metadata.annotations?.["kubernetes.io/change-cause"]).toMatch(/^3\.2\.0: /);
  await vi.waitFor(async () => expect(await waitingReasons("payment")).toContain("ImagePullBackOff"), 20_000);
  expect(await purchase()).toBe(200);
  await laboratory().stop();
  for (const [name, { spec }] of Object.entries(before)) {
    expect((await deployment(name)).spec.template).toEqual(spec.template);
  }
  await vi.waitFor(async () => expect(await waitingReasons("payment")).toEqual([]), 20_000);
});

interface Pod extends KubeObject {
  readonly status: {
    readonly containerStatuses?: readonly {
      readonly state?: { readonly waiting?: { readonly reason: string } };
    }[];
  };
}

async function waitingReasons(service: string): Promise<string[]> {
  const labelSelector = `app.kubernetes.io/name=${service}`;
  const pods = await client.all<Pod>(kinds.pods, { namespace, labelSelector });
  const statuses = pods.flatMap(({ status }) => status.containerStatuses ?? []);
  return statuses.flatMap(({ state }) => state?.waiting?.reason ?? []);
}

/** Division by zero is how a statement says that what it asserts is not so. */
const assertIndexes = (count: number) =>
  query(client, "catalog", [
    `SELECT 1 / (count(*) = ${count})::int FROM pg_indexes WHERE indexname = 'review_by_product'`,
  ]);

test("an index is dropped in the real database, and made again", async () => {
  await laboratory().start("missing-index");
  await assertIndexes(0);
  await laboratory().stop();
  await assertIndexes(1);
});

/** Whether its one pod is of the newest version, and those before have ended. */
async function isRolledOut(name: string): Promise<boolean> {
  const { metadata, status } = await client.get<Deployment & RolledOut>(kinds.deployments, {
    namespace,
    name,
  });
  const { observedGeneration = 0, updatedReplicas, availableReplicas } = status;
  const isNew = updatedReplicas === 1 && availableReplicas === 1;
  const labelSelector = `app.kubernetes.io/name=${name}`;
  const pods = await client.all(kinds.pods, { namespace, labelSelector });
  return isNew && pods.length === 1 && observedGeneration >= Number(metadata["generation"]);
}

interface RolledOut {
  readonly status: {
    readonly observedGeneration?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

test(
  "a spool that nobody clears holds 32 orders and no more, and is none of the release before",
  { timeout: 120_000 },
  async (context) => {
    const [node] = await client.all(kinds.nodes);
    if (node?.metadata.labels?.["naru.dev/volumes"] !== "bounded") {
      await expect(laboratory().start("disk-full")).rejects.toMatchObject({ code: "NO_LIMITS" });
      return context.skip();
    }
    await laboratory().start("disk-full");
    await vi.waitFor(async () => expect(await isRolledOut("order")).toBe(true), {
      timeout: 40_000,
      interval: 250,
    });
    // One may fail for another reason: it was on its way to the pod before, which has just ended.
    const answers: number[] = [];
    const isFull = () => answers.slice(-3).join() === "502,502,502";
    while (answers.length < 80 && !isFull()) answers.push(await purchase());
    expect(isFull()).toBe(true);
    expect(answers.filter((status) => status === 200)).toHaveLength(32);
    await vi.waitFor(async () => expect(await logOf("order")).toContain("ENOSPC: no space left on device"));
    await laboratory().stop();
    await vi.waitFor(async () => expect(await purchase()).toBe(200), { timeout: 40_000, interval: 500 });
  },
);

/** What all of its pods have said, those that are on their way out too. */
async function logOf(service: string): Promise<string> {
  const labelSelector = `app.kubernetes.io/name=${service}`;
  const parts: Buffer[] = [];
  for (const { metadata } of await client.all(kinds.pods, { namespace, labelSelector }))
    for await (const part of await client.logs({ namespace, name: metadata.name }))
      parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

test("one fault at a time, and none that nobody knows", async () => {
  await laboratory().start("quiet");
  await expect(laboratory().start("bad-image")).rejects.toMatchObject({ code: "RUNNING" });
  await expect(laboratory().stop("bad-image")).rejects.toMatchObject({ code: "NOT_RUNNING" });
  await laboratory().stop();
  await expect(laboratory().stop()).rejects.toMatchObject({ code: "NOT_RUNNING" });
  await expect(laboratory().start("gremlins")).rejects.toMatchObject({ code: "UNKNOWN" });
  await expect(laboratory().start("quiet", "gremlins")).rejects.toMatchObject({ code: "UNKNOWN" });
  await expect(laboratory().start("node-gone")).rejects.toMatchObject({ code: "TOO_SMALL" });
  expect(await laboratory().running()).toBeUndefined();
});
