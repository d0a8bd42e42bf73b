import { describe, expect, test } from "vitest";
import { type Cause, type Diagnosis, type Inside, scoreDiagnosis, type Truth, wholeWords } from "./score.ts";

const truth: Truth = {
  services: ["b"],
  fault: "x",
  onset: 100_000,
  inside: { names: [wholeWords("p.A#1"), wholeWords("p.B#2")] },
};
const cause = (service: string, ...inside: Inside[]): Cause => ({
  service,
  kind: "release",
  confidence: 0.5,
  inside,
});
const code = (name: string): Inside => ({ kind: "code", name });
const others = (count: number) => Array.from({ length: count }, (_, number) => cause(`other-${number}`));
const answer = (causes: Cause[], rest: Partial<Diagnosis> = {}): Diagnosis => ({
  verdict: "cause",
  onset: null,
  causes,
  ...rest,
});

describe("the true service has the rank", () => {
  const facts: [rank: number | null, why: string, diagnosis: Diagnosis][] = [
    [1, "of the first cause", answer([cause("b"), cause("a")])],
    [2, "among different services", answer([cause("a"), cause("a"), cause("b")])],
    [2, "of its first appearance", answer([cause("a"), cause("b"), cause("c"), cause("b")])],
    [1, "also when the engine is not sure", answer([cause("b")], { verdict: "unsure" })],
    [null, "none when it is not named", answer([cause("a"), cause("bb")])],
    [null, "none when nothing is named", answer([])],
    [null, "none when all is said to be well", answer([cause("b")], { verdict: "healthy" })],
  ];
  test.each(facts)("%s: %s", (rank, _, diagnosis) => {
    expect(scoreDiagnosis(truth, diagnosis).rank).toBe(rank);
  });
  test("2: any of several true ones", () => {
    const either: Truth = { ...truth, services: ["c", "b"] };
    expect(scoreDiagnosis(either, answer([cause("a"), cause("b"), cause("c")])).rank).toBe(2);
  });
});

describe("how sure the answer is", () => {
  const facts: [confidence: number | null, why: string, diagnosis: Diagnosis][] = [
    [0.5, "is told by the first cause", answer([cause("a"), { ...cause("b"), confidence: 0.2 }])],
    [null, "is not told when nothing is blamed", answer([cause("b")], { verdict: "healthy" })],
  ];
  test.each(facts)("%s: %s", (confidence, _, diagnosis) => {
    expect(scoreDiagnosis(truth, diagnosis).confidence).toBe(confidence);
  });
});

describe("the kind is", () => {
  const kinds = ["release", "pool-exhausted"];
  const facts: [kind: boolean, why: string, causes: Cause[]][] = [
    [true, "right when any of the true ones is said", [cause("b")]],
    [true, "judged on the cause that names the service, whichever it is", [cause("a"), cause("b")]],
    [false, "wrong when another is said", [{ ...cause("b"), kind: "network" }]],
    [false, "judged on the first cause of the service", [{ ...cause("b"), kind: "network" }, cause("b")]],
    [false, "wrong at another service", [cause("a")]],
  ];
  test.each(facts)("%s: %s", (kind, _, causes) => {
    expect(scoreDiagnosis({ ...truth, kinds }, answer(causes)).kind).toBe(kind);
  });
  test("not judged where nobody has said what it is called", () => {
    expect(scoreDiagnosis(truth, answer([cause("b")])).kind).toBeNull();
  });
});

describe("the inside is", () => {
  const facts: [both: boolean, either: boolean, why: string, causes: Cause[]][] = [
    [true, true, "right when both statements stand in one name", [cause("b", code("p.A#1 → p.B#2"))]],
    [true, true, "right in any of the entries", [cause("b", code("x"), code("p.B#2, not p.A#1"))]],
    [true, true, "right with more before the name", [cause("b", code("z.p.A#1 to z.p.B#2"))]],
    [false, true, "half right with one of them", [cause("b", code("p.A#1"))]],
    [false, true, "half right in two entries", [cause("b", code("p.A#1"), code("p.B#2"))]],
    [false, false, "wrong when a number goes on", [cause("b", code("p.A#11 → p.B#20"))]],
    [false, false, "wrong when a word goes on", [cause("b", code("pp.A#1"), code("xp.B#2"))]],
    [false, false, "wrong at another service", [cause("a", code("p.A#1 → p.B#2")), cause("b")]],
    [
      false,
      false,
      "judged on the first cause of the service",
      [cause("b"), cause("b", code("p.A#1 → p.B#2"))],
    ],
    [true, true, "right in the fifth service", [...others(4), cause("b", code("p.A#1 p.B#2"))]],
    [false, false, "not looked for in the sixth", [...others(5), cause("b", code("p.A#1 p.B#2"))]],
  ];
  test.each(facts)("%s, %s: %s", (inside, insideEither, _, causes) => {
    expect(scoreDiagnosis(truth, answer(causes))).toMatchObject({ inside, insideEither });
  });

  const resource: Truth = { ...truth, inside: { names: [wholeWords("cpu")], kinds: ["resource"] } };
  const resources: [right: boolean, entry: Inside][] = [
    [true, { kind: "resource", name: "cpu" }],
    [true, { kind: "resource", name: "CPU" }],
    [true, { kind: "resource", name: "k8s.pod.cpu.usage" }],
    [true, { kind: "resource", name: "k8s.pod.cpu_limit_utilization" }],
    [false, { kind: "code", name: "cpu" }],
    [false, { kind: "resource", name: "network" }],
  ];
  test.each(resources)("%s where the processor was short and the entry is %j", (inside, entry) => {
    expect(scoreDiagnosis(resource, answer([cause("b", entry)]))).toMatchObject({ inside });
  });

  test("not judged where only the service is known", () => {
    const score = scoreDiagnosis({ ...truth, inside: null }, answer([cause("b", code("x"))]));
    expect(score).toMatchObject({ inside: null, insideEither: null });
  });
});

describe("the onset", () => {
  const facts: [onset: number | null, seconds: number | null][] = [
    [100_000, 0],
    [112_500, 12.5],
    [90_000, 10],
    [null, null],
  ];
  test.each(facts)("%s is off by %s s", (onset, seconds) => {
    expect(scoreDiagnosis(truth, answer([], { onset })).onsetErrorSeconds).toBe(seconds);
  });
  test("is not judged where nobody wrote the true one down", () => {
    expect(scoreDiagnosis({ ...truth, onset: null }, answer([], { onset: 1 })).onsetErrorSeconds).toBeNull();
  });
});
