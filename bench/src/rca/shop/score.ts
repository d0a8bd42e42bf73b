import type { Fault, TruthRecord } from "@naru/shop/chaos";
import { type Diagnosis, type Score, scoreDiagnosis, type Truth } from "../score.ts";
import type { ScoredCase } from "../results.ts";

/** What came of one fault. */
export interface ShopCase extends ScoredCase {
  readonly truth: Truth;
  /** Services that changed at the same minute and harmed nobody. */
  readonly herrings: readonly string[];
  /** Any of the answers blames one of them first. */
  readonly isMisled: boolean;
  /** From the start of the fault until an answer named a cause, and the right service first; null: none did. */
  readonly secondsToDiagnosis: number | null;
}

/** An answer while the fault ran. */
export interface Given {
  /** Since the fault was started. */
  readonly afterSeconds: number;
  readonly diagnosis: Diagnosis | undefined;
}

/** The truth in the scorer's words.
 *  @param onset  milliseconds since 1970; null where the fault could not be started */
export function shopTruth(name: string, expected: Fault["truth"] | null, onset: number | null): Truth {
  const { services = [], kinds = [], inside = [] } = expected ?? {};
  const any = inside.map((pattern) => `(?:${pattern})`).join("|");
  return {
    services,
    fault: name,
    onset,
    kinds,
    inside: inside.length === 0 ? null : { names: [new RegExp(any, "i")] },
  };
}

/** @param scored  the answer that counts
 *  @param given   all of them, in the order in which they came */
export function shopScore(
  { fault, startedAt, expected, herrings }: TruthRecord,
  scored: Diagnosis | undefined,
  given: readonly Given[],
) {
  const truth = shopTruth(fault, expected, Date.parse(startedAt));
  const misleading = herrings.map(({ service }) => service);
  const scores = given.flatMap(({ afterSeconds, diagnosis }) =>
    diagnosis ? [{ afterSeconds, ...scoreDiagnosis(truth, diagnosis) }] : [],
  );
  const first = scores.find(({ verdict, rank }) => verdict === "cause" && rank === 1);
  return {
    truth,
    score: scored && scoreDiagnosis(truth, scored),
    herrings: misleading,
    isMisled: scores.some(({ services: [blamed] }) => blamed !== undefined && misleading.includes(blamed)),
    secondsToDiagnosis: first?.afterSeconds ?? null,
  };
}

/** All of it: the service in the first place, what it is called, and the inside where there is one. */
export const isRight = (score: Score | undefined): boolean =>
  score?.rank === 1 && score.kind !== false && score.inside !== false;
