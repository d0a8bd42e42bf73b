import { describe, expect, test } from "vitest";
import type { Clock } from "../controllers/clock.ts";
import type { Container, Usage } from "../runtime/index.ts";
import { type MeasuredPod, Sampler, total } from "./sampler.ts";

/** A machine of which a test says what has been used so far, by container. */
function machine() {
  let now = 100_000;
  const used = new Map<string, { seconds: number; bytes: number }>();
  const asked: number[] = [];
  const clock: Clock = { now: () => now, after: () => () => {} };
  const usage = (containers: readonly Container[]): Promise<Map<string, Usage>> => {
    asked.push(containers.length);
    const found = containers.flatMap(({ id }): [string, Usage][] => {
      const { seconds, bytes } = used.get(id) ?? {};
      if (seconds === undefined || bytes === undefined) return [];
      return [[id, { cpuNanoseconds: seconds * 1e9, workingSetBytes: bytes, rssBytes: bytes, processes: 1 }]];
    });
    return Promise.resolve(new Map(found));
  };
  const pods: MeasuredPod[] = [];
  const sampler = new Sampler({ runtime: { usage }, workers: () => pods }, clock);
  const run = (pod: string, ...containers: string[]) => {
    const metadata = { name: pod, namespace: "default", uid: pod, creationTimestamp: "" };
    const slots = containers.map((name) => ({
      container: { name },
      run: { process: { id: `${pod}/${name}`, startedAt: now } as Container },
    }));
    pods.push({ pod: { apiVersion: "v1", kind: "Pod", metadata, spec: { nodeName: "node-1" } }, slots });
  };
  return { sampler, used, asked, run, pass: (seconds: number) => void (now += seconds * 1000) };
}

const cores = (sampler: Sampler) =>
  sampler.samples.map(({ containers }) => total(containers.values()).cpuNanocores / 1e9);

describe("what a container uses", () => {
  test("is what it used since the last look, over the time between", async () => {
    const { sampler, used, run, pass } = machine();
    run("web", "main");
    pass(5);
    used.set("web/main", { seconds: 1, bytes: 1000 });
    await sampler.sample();
    expect(cores(sampler)).toEqual([0.2]);
    pass(10);
    used.set("web/main", { seconds: 6, bytes: 3000 });
    await sampler.sample();
    expect(cores(sampler)).toEqual([0.5]);
    expect(sampler.samples[0]).toMatchObject({ windowMs: 10_000, at: 115_000 });
  });

  test("is told of each, and of those that still run alone", async () => {
    const { sampler, used, run, pass } = machine();
    run("web", "main", "sidecar", "ended");
    pass(10);
    used.set("web/main", { seconds: 1, bytes: 1000 }).set("web/sidecar", { seconds: 2, bytes: 500 });
    await sampler.sample();
    expect([...(sampler.samples[0]?.containers ?? [])]).toEqual([
      ["main", { cpuNanocores: 1e8, memoryBytes: 1000 }],
      ["sidecar", { cpuNanocores: 2e8, memoryBytes: 500 }],
    ]);
  });

  test("is not looked for where nothing runs", async () => {
    const { sampler, asked } = machine();
    await sampler.sample();
    expect(asked).toEqual([]);
    expect(sampler.samples).toEqual([]);
  });
});
