import { mkdir } from "node:fs/promises";
import { diagnose } from "./diagnose.ts";
import type { Data, Found } from "./discover.ts";
import { dump } from "./dump.ts";
import { truthOf } from "./labels.ts";
import type { RcaOptions } from "./options.ts";
import { onlyWindow, replay } from "./replay.ts";
import type { Results } from "./report.ts";
import type { CaseResult, HealthyResult } from "./results.ts";
import { scoreDiagnosis } from "./score.ts";

type Say = (line: string) => void;

/** Replays everything, one platform after the other, and scores it. A diagnosis that fails counts as one that finds
 *  nothing; data that cannot be read end the run.
 *  @throws DataError with file and line */
export async function run(data: Data, options: RcaOptions, say: Say): Promise<Results> {
  if (options.dump !== undefined) await mkdir(options.dump, { recursive: true });
  const cases: CaseResult[] = [];
  for (const found of data.cases) {
    const result = await runCase(found, options);
    cases.push(result);
    const { name, truth, score, error, seconds } = result;
    const answer =
      error ?? (score ? `${score.services[0] ?? score.verdict}, rank ${score.rank ?? "-"}` : "not labelled");
    say(`${name} (${truth?.services.join(" / ") ?? "?"}): ${answer}; ${seconds.toFixed(2)} s`);
  }
  const healthy: HealthyResult[] = [];
  for (const found of data.healthy) {
    const results = await runHealthy(found, options);
    healthy.push(...results);
    const fine = results.filter(({ verdict }) => verdict === "healthy").length;
    say(`${found.name}: ${fine} of ${results.length} windows found healthy`);
  }
  return { cases, healthy };
}

async function runCase(found: Found, options: RcaOptions): Promise<CaseResult> {
  const started = performance.now();
  const replayed = await replay(found.load);
  try {
    const replaySeconds = (performance.now() - started) / 1000;
    const window = onlyWindow(replayed);
    const answer = await diagnose(replayed.platform, window, options.without);
    const known = await truthOf(found);
    const truth = known && later(known, replayed.laterMs);
    const score = truth && answer.diagnosis && scoreDiagnosis(truth, answer.diagnosis);
    await dump(options.dump, found.name, { window, laterMs: replayed.laterMs, truth, score, ...answer });
    const { dataset, name } = found;
    return { dataset, name, truth, score, error: answer.error, seconds: answer.seconds, replaySeconds };
  } finally {
    await replayed.platform.stop();
  }
}

async function runHealthy(found: Found, options: RcaOptions): Promise<HealthyResult[]> {
  const replayed = await replay(found.load);
  const results: HealthyResult[] = [];
  try {
    for (const [name, window] of [...replayed.windows].slice(0, options.limit)) {
      const answer = await diagnose(replayed.platform, window, options.without);
      await dump(options.dump, name, { window, laterMs: replayed.laterMs, ...answer });
      const { diagnosis, error, seconds } = answer;
      results.push({
        name,
        verdict: diagnosis?.verdict,
        blamed: diagnosis?.causes[0]?.service,
        error,
        seconds,
      });
    }
    return results;
  } finally {
    await replayed.platform.stop();
  }
}

const later = <T extends { readonly onset: number | null }>(truth: T, ms: number): T => ({
  ...truth,
  onset: truth.onset === null ? null : truth.onset + ms,
});
