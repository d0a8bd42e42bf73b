import { faults, type TruthRecord } from "@naru/shop/chaos";
import { describe, expect, test } from "vitest";
import type { Cause, Diagnosis } from "../score.ts";
import { isRight, shopScore, shopTruth } from "./score.ts";

const record: TruthRecord = {
  fault: "wrong-timeout",
  startedAt: "2026-11-29T19:46:34.000Z",
  stoppedAt: null,
  expected: {
    services: ["payment"],
    kinds: ["config-change", "release"],
    inside: ["CARD_NETWORK_TIMEOUT_MS", "within 40 ms"],
  },
  herrings: [{ herring: "harmless-release", service: "inventory" }],
};
const cause = (service: string, kind: string, ...names: string[]): Cause => ({
  service,
  kind,
  confidence: 0.9,
  inside: names.map((name) => ({ kind: "setting", name })),
});
const answer = (causes: Cause[], rest: Partial<Diagnosis> = {}): Diagnosis => ({
  verdict: "cause",
  onset: Date.parse("2026-11-29T19:46:44.000Z"),
  causes,
  ...rest,
});
const timeout = cause("payment", "release", "card_network_timeout_ms");
const scoreOf = (causes: Cause[], rest?: Partial<Diagnosis>) =>
  shopScore(record, answer(causes, rest), []).score;

describe("an answer is right", () => {
  const facts: [right: boolean, why: string, causes: Cause[], rest?: Partial<Diagnosis>][] = [
    [true, "with the service, what it is, and the setting in any case", [timeout]],
    [true, "with any of the insides", [cause("payment", "config-change", "no answer within 40 ms")]],
    [true, "when it is not sure", [timeout], { verdict: "unsure" }],
    [false, "not with the service in the second place", [cause("order", "release"), timeout]],
    [false, "not when it is called something else", [{ ...timeout, kind: "network" }]],
    [false, "not without the inside", [cause("payment", "release", "DB_POOL_MAX")]],
    [false, "not with the inside in another cause", [cause("payment", "release"), timeout]],
    [false, "not when all is said to be well", [timeout], { verdict: "healthy" }],
  ];
  test.each(facts)("%s: %s", (right, _, causes, rest) => {
    expect(isRight(scoreOf(causes, rest))).toBe(right);
  });
  test("never when there is none", () => {
    expect(isRight(undefined)).toBe(false);
  });
  test("without an inside, where the truth has none", () => {
    const expected = { services: ["cart"], kinds: ["bad-pod"], inside: [] } as const;
    const { score } = shopScore({ ...record, expected }, answer([cause("cart", "bad-pod")]), []);
    expect(score).toMatchObject({ inside: null });
    expect(isRight(score)).toBe(true);
  });
});

test("the onset is judged against the moment of the start", () => {
  expect(scoreOf([timeout])).toMatchObject({ onsetErrorSeconds: 10 });
});

describe("among the answers", () => {
  const well = { afterSeconds: 1, diagnosis: answer([], { verdict: "healthy" }) };
  const failed = { afterSeconds: 2, diagnosis: undefined };
  const unsure = { afterSeconds: 3, diagnosis: answer([timeout], { verdict: "unsure" }) };
  const victim = { afterSeconds: 4, diagnosis: answer([cause("order", "release"), timeout]) };
  const misled = { afterSeconds: 5, diagnosis: answer([cause("inventory", "release"), timeout]) };
  const suspected = {
    afterSeconds: 5,
    diagnosis: answer([cause("inventory", "release")], { verdict: "unsure" }),
  };
  const right = { afterSeconds: 6, diagnosis: answer([timeout, cause("inventory", "release")]) };
  const facts: [seconds: number | null, misled: boolean, given: Parameters<typeof shopScore>[2]][] = [
    [6, false, [well, failed, unsure, victim, right]],
    [6, true, [misled, right]],
    [6, true, [suspected, right]],
    [null, false, [well, failed, unsure, victim]],
    [null, false, []],
  ];
  test.each(facts)(
    "the right one comes after %s s, and misled by the herring is %s",
    (seconds, isMisled, given) => {
      expect(shopScore(record, right.diagnosis, given)).toMatchObject({
        secondsToDiagnosis: seconds,
        isMisled,
      });
    },
  );
});

test.each(faults.filter(({ truth }) => truth))("the truth of $name can be scored", ({ name, truth }) => {
  expect(shopTruth(name, truth, null)).toMatchObject({ fault: name, kinds: truth?.kinds, onset: null });
});
