import { openKubernetes } from "@naru/platform/kubernetes/index.ts";
import { createLogger } from "@naru/platform/kernel/log.ts";
import { type Diagnosis, openDiagnosis } from "@naru/platform/vibeops/rca/index.ts";
import { withFilledStore } from "./filled-store.ts";
import { time } from "./timing.ts";

const minute = 60_000;
const windowMs = 60 * minute;
/** A diagnosis reads as much of what was before. */
const historyMs = 30 * minute;
const ailingMs = 20 * minute;

/** How long a diagnosis takes of an hour with this many spans, and a log line for ten of them, in which one service of seven became slow.
 *  Each figure is of seven runs after one to warm up, each of another hour. */
export function benchDiagnosis({
  spans,
  say,
}: {
  readonly spans: number;
  readonly say: (line: string) => void;
}): Promise<Record<string, number>> {
  const to = Math.floor(Date.now() / minute) * minute;
  const storedMs = windowMs + historyMs;
  const slowdown = { from: to - ailingMs, ms: 300 };
  const day = { spans: Math.round((spans * storedMs) / windowMs), from: to - storedMs, to, slowdown };
  return withFilledStore(day, say, async ({ clickhouse }) => {
    const { picture } = openKubernetes({ clusters: [], clickhouse, log: createLogger("silent") });
    const diagnose = openDiagnosis({ clickhouse, picture, clock: { now: () => to } });
    const { signal } = new AbortController();
    const answers: Diagnosis[] = [];
    const { median, worst } = await time(async (run) => {
      const end = to - run * 1000;
      answers.push(await diagnose({ from: end - windowMs, to: end }, signal));
    });
    const right = answers.filter(({ causes }) => causes[0]?.service === "payment");
    const onsetErrors = answers.map(({ onset }) => Math.abs((onset ?? Number.NaN) - slowdown.from) / 1000);
    for (const { name, durationMs } of answers.at(-1)?.stages ?? [])
      say(`${name}: ${Math.round(durationMs)} ms`);
    return {
      diagnosisMs: median,
      diagnosisWorstMs: worst,
      diagnosisRight: right.length / answers.length,
      diagnosisOnsetErrorSeconds: Math.max(...onsetErrors),
    };
  });
}
