import { describe, expect, test } from "vitest";
import { decide, type IdleFacts, periodIn, type PodFacts } from "./decide.ts";

const minute = 60_000;
const now = 1000 * minute;

const pod = (of: Partial<PodFacts> = {}): PodFacts => ({
  name: "cart-1",
  readyAt: now - 60 * minute,
  toldAt: now,
  ...of,
});
const facts = (of: Partial<IdleFacts> = {}): IdleFacts => ({
  now,
  kind: "Deployment",
  periodMs: 10 * minute,
  isOffered: true,
  isLive: true,
  entrances: ["cart"],
  autoscalerMin: undefined,
  isSettled: true,
  pods: [pod()],
  idleSince: now - 10 * minute,
  ...of,
});

describe("a workload of which nothing was asked for ten minutes", () => {
  test.each<[string, Partial<IdleFacts>, string]>([
    ["goes to sleep", {}, "sleep"],
    ["and a StatefulSet too", { kind: "StatefulSet" }, "sleep"],
    ["keeps its pods a second sooner", { idleSince: now - 10 * minute + 1000 }, "awake"],
    ["keeps them where it asks for eleven", { periodMs: 11 * minute }, "awake"],
    ["keeps them until all of them have told so", { pods: [pod(), pod({ toldAt: now - 30_000 })] }, "awake"],
    [
      "goes by their last word, not by the clock",
      {
        idleSince: now - 11 * minute,
        pods: [pod({ toldAt: now - minute })],
      },
      "sleep",
    ],
    ["goes to sleep while its autoscaler leaves one", { autoscalerMin: 1 }, "sleep"],
    ["stays where its autoscaler leaves none", { autoscalerMin: 0 }, "autoscaler"],
    ["stays where nothing holds requests", { isOffered: false }, "cluster"],
    ["stays where nobody could come to it", { entrances: [] }, "entrance"],
    ["stays while its cluster is not seen", { isLive: false }, "blind"],
    ["stays while a release is under way", { isSettled: false }, "rollout"],
    ["stays while it has no pods", { pods: [] }, "rollout"],
    ["stays where a pod has fallen silent", { pods: [pod(), pod({ toldAt: now - 4 * minute })] }, "silent"],
    ["stays where a pod never told anything", { pods: [pod({ toldAt: null })] }, "silent"],
    [
      "waits for a young pod's first word",
      {
        pods: [pod({ toldAt: null, readyAt: now - minute })],
      },
      "awake",
    ],
    ["stays where what it asks for is no duration", { periodMs: undefined }, "period"],
    ["stays where it is a DaemonSet", { kind: "DaemonSet" }, "kind"],
  ])("%s", (_, of, expected) => {
    const verdict = decide(facts(of));
    expect(verdict.kind === "held" ? verdict.why : verdict.kind).toBe(expected);
  });
});

test.each([
  ["10m", 10 * minute],
  ["1h30m", 90 * minute],
  ["1m", minute],
  ["90s", 90_000],
  ["59s", undefined],
  ["0", undefined],
  ["10", undefined],
  ["soon", undefined],
  ["-10m", undefined],
  ["", undefined],
])("%j asks for %j ms", (text, expected) => {
  expect(periodIn(text)).toBe(expected);
});
