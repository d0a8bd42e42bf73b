import { setTimeout as sleep } from "node:timers/promises";
import { dump } from "../dump.ts";
import type { HealthyResult } from "../results.ts";
import { calm, type Run, tryFault, windowAt } from "./cases.ts";
import type { ShopOptions } from "./options.ts";
import type { ShopResults } from "./report.ts";
import { isRight, type ShopCase } from "./score.ts";

/** First the quiet, then one fault after the other. An abort ends it with what there is so far.
 *  @throws Error when the shop is not well to begin with */
export async function runShop(
  { trials, quietMinutes }: Omit<ShopOptions, "isJson" | "dump">,
  run: Run,
): Promise<ShopResults> {
  const cases: ShopCase[] = [];
  const healthy: HealthyResult[] = [];
  try {
    run.say(`the shop is open; ${run.pace.warmMs / 1000} s of ordinary traffic …`);
    const warmSince = await calm(run, run.pace.warmMs);
    for (let minute = 1; minute <= quietMinutes; minute++) {
      healthy.push(await quietMinute(minute, warmSince, run));
    }
    for (const [index, trial] of trials.entries()) {
      const well = () => (index === 0 ? Promise.resolve(warmSince) : calm(run, run.pace.restMs));
      const found = await tryFault(trial, run, well);
      cases.push(found);
      run.say(`${trial.fault.name}: ${told(found)}`);
    }
  } catch (error) {
    if (!run.signal.aborted) throw error;
    run.say(`stopped after ${cases.length} of ${trials.length} faults`);
  }
  return { cases, healthy };
}

async function quietMinute(minute: number, wellSince: number, run: Run): Promise<HealthyResult> {
  await sleep(run.pace.quietEachMs, undefined, { signal: run.signal });
  const window = windowAt(Date.now(), wellSince);
  const answer = await run.site.ask(window);
  const name = `quiet-${String(minute).padStart(3, "0")}`;
  await dump(run.dump, name, { window, ...answer });
  const { diagnosis, error, seconds } = answer;
  const blamed = diagnosis?.causes[0]?.service;
  run.say(`${name}: ${error ?? [diagnosis?.verdict, blamed].filter(Boolean).join(", ")}`);
  return { name, verdict: diagnosis?.verdict, blamed, error, seconds };
}

function told({ score, error, isMisled, secondsToDiagnosis }: ShopCase): string {
  if (error !== undefined) return error;
  const blamed = score?.services[0] ?? score?.verdict ?? "";
  const verdict = isRight(score) ? "right" : `rank ${score?.rank ?? "-"}`;
  const found = secondsToDiagnosis === null ? "" : `, first after ${secondsToDiagnosis} s`;
  return `${blamed}, ${verdict}${found}${isMisled ? ", misled" : ""}`;
}
