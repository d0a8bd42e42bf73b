import { setTimeout as sleep } from "node:timers/promises";
import type { Laboratory, TruthRecord } from "@naru/shop/chaos";
import type { Answer } from "../diagnose.ts";
import { dump } from "../dump.ts";
import type { Window } from "../recording.ts";
import type { Trial } from "./options.ts";
import { type Given, type ShopCase, shopScore, shopTruth } from "./score.ts";

/** Where faults are tried. */
export interface Site {
  readonly laboratory: Pick<Laboratory, "running" | "start" | "stop">;
  /** Resolves when every workload of the shop is as it is meant to be. */
  settled(): Promise<void>;
  ask(window: Window): Promise<Answer>;
}

/** Milliseconds. */
export interface Pace {
  /** Ordinary traffic before the first question. */
  readonly warmMs: number;
  /** Ordinary traffic between a fault that is over and the next one. */
  readonly restMs: number;
  readonly againMs: number;
  /** How long a cause is waited for when there is enough to see. */
  readonly patienceMs: number;
  readonly quietEachMs: number;
}

export interface Run {
  readonly site: Site;
  readonly pace: Pace;
  readonly dump: string | undefined;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const windowMs = 6 * 60_000;

/** What happened before the shop was well again belongs to another question. */
export function windowAt(now: number, wellSince: number): Window {
  return { from: Math.max(now - windowMs, wellSince), to: now };
}

/** Waits until the shop is as it is meant to be, and then for a while.
 *  @returns since when it is, in milliseconds since 1970
 *  @throws ChaosError and Error when it does not get there; AbortError */
export async function calm({ site, signal }: Run, ms: number): Promise<number> {
  if (await site.laboratory.running()) await site.laboratory.stop();
  await site.settled();
  const since = Date.now();
  await sleep(ms, undefined, { signal });
  return since;
}

/** Starts a fault, asks until an answer names a cause, scores, and puts everything back. What fails counts as not found.
 *  @param well  resolves when it may begin, with the moment since which the shop is well
 *  @throws AbortError */
export async function tryFault(trial: Trial, run: Run, well: () => Promise<number>): Promise<ShopCase> {
  const { fault, herring } = trial;
  const { laboratory } = run.site;
  try {
    const wellSince = await well();
    run.say(`${fault.name}${herring === undefined ? "" : ` with ${herring}`} …`);
    const record = await laboratory.start(fault.name, herring);
    const { counted, given } = await asked(trial, record, wellSince, run);
    const { diagnosis, error, seconds } = counted;
    const name = { dataset: "shop", name: fault.name };
    return { ...name, ...shopScore(record, diagnosis, given), error, seconds };
  } catch (error) {
    run.signal.throwIfAborted();
    return notTried(trial, (error as Error).message);
  } finally {
    await putBack(run);
  }
}

/** Asks from the start on, so as to know how early it is found; what counts is the first answer with a cause once there is
 *  enough to see, or the last one. */
async function asked({ fault }: Trial, record: TruthRecord, wellSince: number, run: Run) {
  const { site, pace, signal } = run;
  const started = performance.now();
  const settleMs = fault.settleSeconds * 1000;
  const given: Given[] = [];
  for (;;) {
    await sleep(pace.againMs, undefined, { signal });
    const window = windowAt(Date.now(), wellSince);
    const answer = await site.ask(window);
    const ms = performance.now() - started;
    const afterSeconds = Math.round(ms / 100) / 10;
    given.push({ afterSeconds, diagnosis: answer.diagnosis });
    const after = String(Math.round(afterSeconds)).padStart(3, "0");
    await dump(run.dump, `${fault.name}-${after}s`, { window, record, afterSeconds, ...answer });
    const isFound = ms >= settleMs && answer.diagnosis?.verdict === "cause";
    if (isFound || ms >= settleMs + pace.patienceMs) return { counted: answer, given };
  }
}

const notTried = ({ fault }: Trial, error: string): ShopCase => ({
  dataset: "shop",
  name: fault.name,
  truth: shopTruth(fault.name, fault.truth, null),
  score: undefined,
  herrings: [],
  isMisled: false,
  secondsToDiagnosis: null,
  error,
  seconds: 0,
});

/** What cannot be put back now is tried again before the next fault. */
async function putBack({ site: { laboratory }, say }: Run): Promise<void> {
  try {
    if (await laboratory.running()) await laboratory.stop();
  } catch (error) {
    say((error as Error).message);
  }
}
