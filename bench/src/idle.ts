import { setTimeout as sleep } from "node:timers/promises";
import { startPlatform } from "@naru/testkit";
import { cpuSeconds, memoryBytes } from "./processes.ts";

/** What the platform costs, its embedded Kubernetes included, when nothing happens, and how long it takes to be ready
 *  again. */
export async function benchIdle({ seconds, say }: { seconds: number; say: (line: string) => void }) {
  const platform = await startPlatform({ nodes: 1, settings: { NARU_STATE_METRICS_INTERVAL: "15s" } });
  try {
    say(`waiting ${seconds} s …`);
    await sleep(10_000);
    const before = cpuSeconds(platform.pid());
    await sleep(seconds * 1000);
    const cpu = cpuSeconds(platform.pid()) - before;
    const memory = memoryBytes(platform.pid());
    await platform.kill("SIGTERM");
    const started = performance.now();
    await platform.start();
    return {
      idleMemoryMb: Math.round(memory / 1e6),
      idleCpuPercent: Math.round((cpu / seconds) * 1000) / 10,
      startAgainMs: Math.round(performance.now() - started),
    };
  } finally {
    await platform.stop();
  }
}
