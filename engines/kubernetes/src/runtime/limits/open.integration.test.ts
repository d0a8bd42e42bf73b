import { access } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRuntime, type Runtime } from "../runtime.ts";
import { Bench } from "../runtime.fixture.ts";
import type { RunningContainer } from "../running.ts";

const name = `naru-limits-${process.pid}`;

const hasGroups = await openRuntime({ cgroup: name }).then(async (runtime) => {
  await runtime.stop();
  return runtime.limits !== "watched";
});

describe.runIf(hasGroups)("limits by control groups", () => {
  let runtime: Runtime;
  let bench: Bench;

  beforeAll(async () => {
    runtime = await openRuntime({ cgroup: name });
    bench = await Bench.make();
  });
  afterAll(async () => {
    await runtime.stop();
    await bench.remove();
  });

  test("the kernel ends what takes too much memory, and it is told", async () => {
    const command = ["node", "-e", "const kept = []; for (;;) kept.push(Buffer.alloc(2e7, 1))"];
    const container = await runtime.start(await bench.spec("", { command, memoryLimitBytes: 100_000_000 }));
    expect(await container.exited).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  test("what is killed for another reason was not out of memory", async () => {
    const container = await runtime.start(await bench.spec("sleep 60", { memoryLimitBytes: 100_000_000 }));
    container.kill("SIGKILL");
    expect(await container.exited).toMatchObject({ exitCode: 137, oomKilled: false });
  });

  test("a program gets no more processor time than its limit", async () => {
    const container = await runtime.start(
      await bench.spec("while :; do :; done", { cpuLimitMillicores: 100 }),
    );
    const used = async () => (await runtime.usage([container])).get(container.id)?.cpuNanoseconds ?? 0;
    const [before, start] = [await used(), performance.now()];
    await delay(500);
    const share = (await used()) - before;
    expect(share / ((performance.now() - start) * 1e6)).toBeLessThan(0.2);
    expect(share).toBeGreaterThan(10_000_000);
  });

  test("a command counts as its container's, and groups go when it ends", async () => {
    const container = await runtime.start(await bench.spec("sleep 60", { memoryLimitBytes: 100_000_000 }));
    await runtime.exec(container, { command: ["sleep", "60"] });
    const usage = (await runtime.usage([container])).get(container.id);
    expect(usage?.processes).toBeGreaterThanOrEqual(2);
    expect(usage?.workingSetBytes).toBeLessThan(100_000_000);
    const { folders } = (container as RunningContainer).parts.group;
    container.kill("SIGKILL");
    await container.exited;
    for (const folder of folders) await expect(access(folder)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("what an earlier run of the name left is removed", async () => {
    const left = await openRuntime({ cgroup: `${name}-left` });
    const container = await left.start(await bench.spec("sleep 60", { memoryLimitBytes: 100_000_000 }));
    const again = await openRuntime({ cgroup: `${name}-left` });
    expect(await container.exited).toMatchObject({ exitCode: 137 });
    await again.stop();
    await left.stop();
  });
});
