import { expect, test } from "vitest";
import { type Decision, decide, type Known, type Situation } from "./decision.ts";

const hour = 3_600_000;
const told = (open: readonly string[], hoursAgo = 1): Known => ({
  open: new Set(open),
  at: 1e12 - hoursAgo * hour,
});

interface Case {
  readonly known?: Known;
  readonly now: Partial<Situation>;
}

test.each<[string, Case, Decision | undefined]>([
  ["a first alert is told", { now: { firing: ["a"] } }, { firing: ["a"], resolved: [], open: ["a"] }],
  ["the same is not told again", { known: told(["a"]), now: { firing: ["a"] } }, undefined],
  [
    "but after the repeat interval",
    { known: told(["a"], 4), now: { firing: ["a"] } },
    { firing: ["a"], resolved: [], open: ["a"] },
  ],
  [
    "a further one is told with the others",
    { known: told(["a"]), now: { firing: ["a", "b"] } },
    { firing: ["a", "b"], resolved: [], open: ["a", "b"] },
  ],
  [
    "fewer are no news unless one is resolved",
    { known: told(["a", "b"]), now: { firing: ["a"] } },
    undefined,
  ],
  [
    "a resolved one is told",
    { known: told(["a", "b"]), now: { firing: ["a"], resolved: ["b"] } },
    { firing: ["a"], resolved: ["b"], open: ["a"] },
  ],
  [
    "not to one who does not want it",
    { known: told(["a"]), now: { resolved: ["a"], sendResolved: false } },
    undefined,
  ],
  ["nor to one who never heard of it", { now: { resolved: ["a"] } }, undefined],
  ["nor twice", { known: told([]), now: { resolved: ["a"] } }, undefined],
  ["nothing is repeated when all is over", { known: told(["a"], 9), now: {} }, undefined],
  [
    "what comes back is another episode",
    { known: told(["a@1"]), now: { firing: ["a@2"] } },
    { firing: ["a@2"], resolved: [], open: ["a@2"] },
  ],
  ["a silenced one is not told", { now: { muted: ["a"] } }, undefined],
  [
    "and stays known while others are told",
    { known: told(["a"]), now: { firing: ["b"], muted: ["a"] } },
    { firing: ["b"], resolved: [], open: ["b", "a"] },
  ],
  [
    "so that it is no news when the silence ends",
    { known: told(["b", "a"]), now: { firing: ["a", "b"] } },
    undefined,
  ],
])("%s", (_, { known, now }, expected) => {
  const situation = {
    firing: [],
    muted: [],
    resolved: [],
    sendResolved: true,
    repeatIntervalMs: 4 * hour,
    ...now,
  };
  expect(decide(known, situation, 1e12)).toEqual(expected);
});
