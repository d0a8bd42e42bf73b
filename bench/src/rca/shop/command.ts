import { mkdir } from "node:fs/promises";
import { startDemo } from "./demo.ts";
import { shopOptions, type Trial } from "./options.ts";
import type { Pace } from "./cases.ts";
import { jsonShopReport, textShopReport } from "./report.ts";
import { runShop } from "./run.ts";

const pace: Pace = {
  warmMs: 180_000,
  restMs: 90_000,
  againMs: 15_000,
  patienceMs: 120_000,
  quietEachMs: 60_000,
};
const interrupted = 130;

/** `naru bench rca --shop`: makes one thing after the other go wrong in a demo shop of its own, has the platform diagnose it,
 *  and scores the answers.
 *  @returns exit code */
export async function shopCommand(argv: readonly string[], say: (line: string) => void): Promise<number> {
  const abort = new AbortController();
  const stop = () => {
    if (abort.signal.aborted) process.exit(interrupted);
    say("putting things back; once more ends at once …");
    abort.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  try {
    const { trials, quietMinutes, isJson, dump } = shopOptions(argv);
    if (dump !== undefined) await mkdir(dump, { recursive: true });
    say("opening the shop …");
    const demo = await startDemo(nodesFor(trials), abort.signal);
    try {
      const run = { site: demo, pace, dump, say, signal: abort.signal };
      const results = await runShop({ trials, quietMinutes }, run);
      process.stdout.write(isJson ? `${JSON.stringify(jsonShopReport(results))}\n` : textShopReport(results));
      if (abort.signal.aborted) return interrupted;
      return [...results.cases, ...results.healthy].some(({ error }) => error !== undefined) ? 1 : 0;
    } finally {
      await demo.stop();
    }
  } catch (error) {
    if (abort.signal.aborted) return interrupted;
    say((error as Error).message);
    return 1;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
  }
}

/** One, as `./naru up --demo` has it; a second where one of them is going to fail. */
const nodesFor = (trials: readonly Trial[]) =>
  trials.some(({ fault }) => fault.name === "node-gone") ? 2 : 1;
