import { setTimeout as sleep } from "node:timers/promises";
import { startPlatform } from "@naru/testkit";
import { cpuSeconds, memoryBytes } from "./processes.ts";

/** What was started has been compiled, and looked around, by then. */
const settleSeconds = 30;

/** How long the platform takes to be ready again, and what it costs then, its embedded Kubernetes included, when nothing
 *  happens. */
export async function benchIdle({ seconds, say }: { seconds: number; say: (line: string) => void }) {
  const platform = await startPlatform({ nodes: 1, settings: { NARU_STATE_METRICS_INTERVAL: "15s" } });
  try {
    await platform.kill("SIGTERM");
    const started = performance.now();
    await platform.start();
    const startAgainMs = Math.round(performance.now() - started);
    say(`waiting ${settleSeconds + seconds} s …`);
    await sleep(settleSeconds * 1000);
    const before = cpuSeconds(platform.pid());
    await sleep(seconds * 1000);
    const cpu = cpuSeconds(platform.pid()) - before;
    return {
      idleMemoryMb: Math.round(memoryBytes(platform.pid()) / 1e6),
      idleCpuPercent: Math.round((cpu / seconds) * 1000) / 10,
      startAgainMs,
    };
  } finally {
    await platform.stop();
  }
}
