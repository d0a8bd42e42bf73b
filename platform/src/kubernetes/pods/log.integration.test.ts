import { Hono } from "hono";
import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getPod, listChanges, listPods, type PodLogLine, readPodLog } from "../api.ts";
import { cluster, type Fixture, openFixture } from "../fixture.ts";

/* Pods that are real processes of the embedded cluster. */

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(1);
});
afterAll(async () => {
  await fixture.halt();
  await fixture.close();
});

const eventually = { timeout: 30_000, interval: 200 };
const place = (name: string) => ({ cluster, namespace: "default", name });
const run = (name: string, script: string, restartPolicy = "Always") =>
  fixture.client.create(kinds.pods, "default", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: {
      restartPolicy,
      terminationGracePeriodSeconds: 1,
      containers: [{ name: "main", image: "busybox", command: ["sh", "-c", script] }],
    },
  });
const texts = async (name: string, more = {}) =>
  (await fixture.call(readPodLog, { ...place(name), ...more })).lines.map(({ text }) => text);
const statusOf = async (name: string) =>
  (await fixture.call(listPods, {})).pods.find((pod) => pod.name === name)?.status;

test("the end of a log is read, with the time of each line", async () => {
  await run("speaker", "echo one; echo two; echo three", "Never");
  await expect.poll(() => statusOf("speaker"), eventually).toBe("Completed");
  expect(await texts("speaker")).toEqual(["one", "two", "three"]);
  expect(await texts("speaker", { tailLines: 1 })).toEqual(["three"]);
  const [line] = (await fixture.call(readPodLog, place("speaker"))).lines;
  expect(Math.abs(Date.parse(line?.time ?? "") - Date.now())).toBeLessThan(60_000);
});

test("a log is followed as it grows, until the container ends", async () => {
  await run("counter", "for i in 1 2 3; do echo $i; sleep 0.3; done", "Never");
  await expect.poll(() => statusOf("counter"), eventually).toMatch(/Running|Completed/);
  const app = new Hono();
  fixture.kubernetes().feature.routes?.register(app);
  const answer = await app.request(`/api/kubernetes/${cluster}/pods/default/counter/log/follow`);
  expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
  const lines = (await answer.text()).split("\n").filter(Boolean);
  expect(lines.map((line) => (JSON.parse(line) as PodLogLine).text)).toEqual(["1", "2", "3"]);
});

test("a pod that crashes is bad, says why, and its restarts are in the history", async () => {
  await run("crasher", "echo so it ends; exit 3");
  await expect.poll(() => statusOf("crasher"), eventually).toBe("CrashLoopBackOff");
  const { pod, events } = await fixture.call(getPod, place("crasher"));
  expect(pod).toMatchObject({ health: "bad", containers: [{ lastEnd: { exitCode: 3, reason: "Error" } }] });
  expect(events.map(({ reason }) => reason)).toContain("BackOff");
  expect(await texts("crasher")).toEqual(["so it ends"]);
  await expect
    .poll(
      async () => (await fixture.call(listChanges, { name: "crasher", type: "restart" })).changes,
      eventually,
    )
    .toMatchObject([{ exitCode: 3, summary: "main: Error (exit code 3)" }]);
});
