import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { clusterWords } from "./cluster-words.ts";
import { columnOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

let kubernetes: Kubernetes;
let platform: Platform;
let bare: Platform;
beforeAll(async () => {
  kubernetes = await startKubernetes();
  const other = "moon=/nowhere/kubeconfig";
  [platform, bare] = await Promise.all([
    startPlatform({ settings: { NARU_CLUSTERS: `lake=${kubernetes.kubeconfig},${other}` } }),
    startPlatform(),
  ]);
  const body = JSON.stringify({ yaml: deployment });
  await eventually(() => platform.call("/api/kubernetes/lake/apply", { method: "POST", body }), 30_000);
  await eventually(async () => {
    const { workloads } = await platform.call<{ workloads: object[] }>("/api/kubernetes/workloads");
    if (workloads.length === 0) throw new Error("The workload is not seen yet.");
  }, 30_000);
}, 120_000);
afterAll(async () => {
  await Promise.all([platform?.stop(), bare?.stop()]);
  await kubernetes?.stop();
});

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: canoe, namespace: default }
spec:
  replicas: 0
  selector: { matchLabels: { app: canoe } }
  template:
    metadata: { labels: { app: canoe } }
    spec: { containers: [{ name: canoe, image: busybox }] }
`;

describe.each(languages)("in %s", (language) => {
  const say = clusterWords[language];

  test("without any cluster each page says how to connect one", async ({ visit }) => {
    const page = await visit({ language, path: "/workloads", platform: bare });
    for (const path of ["/workloads", "/pods", "/nodes", "/events", "/changes", "/objects", "/apply"]) {
      await page.goto(`${bare.url}${path}`);
      await page.getByRole("heading", { name: say.noCluster }).waitFor();
      await page.getByText("NARU_CLUSTERS=").waitFor();
    }
  });

  test("one of several clusters is chosen in the top bar, for every page", async ({ visit }) => {
    const page = await visit({ language, path: "/workloads", platform });
    await page.getByText(`moon ${say.isAway}`).waitFor();
    await page.getByText("/nowhere/kubeconfig").waitFor();
    await page.getByRole("combobox", { name: say.cluster }).selectOption("lake");
    await page.getByText(`moon ${say.isAway}`).waitFor({ state: "detached" });
    await page.getByRole("link", { name: say.nodes }).click();
    await page.getByRole("heading", { level: 1, name: say.nodes }).waitFor();
    expect(page.url()).toContain("cluster=lake");
  });
});

test("a cluster that goes away is shown as it was last seen, and is live again by itself", async ({
  visit,
}) => {
  const say = clusterWords.en;
  const page = await visit({ language: "en", path: "/workloads?cluster=lake", platform });
  const table = page.getByRole("table", { name: say.workloads });
  await expect.poll(() => columnOf(table, 0)).toEqual(["canoe"]);
  await kubernetes.halt();
  await page.getByText(`lake ${say.isAway}`).waitFor({ timeout: 60_000 });
  await page.getByText(say.lastSeen).waitFor();
  expect(await columnOf(table, 0)).toEqual(["canoe"]);
  await kubernetes.start();
  await page.getByText(`lake ${say.isAway}`).waitFor({ state: "detached", timeout: 60_000 });
}, 150_000);
