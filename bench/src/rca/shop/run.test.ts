import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fault, faultNamed, type TruthRecord } from "@naru/shop/chaos";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../diagnose.ts";
import type { Window } from "../recording.ts";
import type { Cause } from "../score.ts";
import { type Run, type Site, windowAt } from "./cases.ts";
import { runShop } from "./run.ts";

const pace = { warmMs: 1, restMs: 1, againMs: 5, patienceMs: 200, quietEachMs: 1 };
const quick = (name: string, settleSeconds = 0): Fault => ({ ...faultNamed(name), settleSeconds });
const answer = (...causes: Cause[]): Answer => ({
  diagnosis: { verdict: causes.length > 0 ? "cause" : "healthy", onset: null, causes },
  error: undefined,
  seconds: 0.1,
  answer: { causes },
});
const leak: Cause = {
  service: "catalog",
  kind: "memory-leak",
  confidence: 0.9,
  inside: [{ kind: "resource", name: "memory" }],
};

/** A shop in which faults are only written down. */
class MadeUpSite implements Site {
  readonly log: string[] = [];
  readonly windows: Window[] = [];
  readonly answers: Answer[] = [];
  #running: TruthRecord | undefined;
  readonly laboratory = {
    running: async () => this.#running,
    start: async (name: string, herring?: string) => {
      if (name === "node-gone") throw new Error("all of the shop runs on one node");
      this.log.push(`start ${name}`);
      const herrings = herring === undefined ? [] : [{ herring, service: "inventory" }];
      const { truth = null } = faultNamed(name);
      const startedAt = new Date().toISOString();
      this.#running = { fault: name, startedAt, stoppedAt: null, expected: truth, herrings };
      return this.#running;
    },
    stop: async () => {
      const record = this.#running;
      if (!record) throw new Error("nothing runs");
      this.log.push(`stop ${record.fault}`);
      this.#running = undefined;
      return record;
    },
  };

  async settled(): Promise<void> {
    this.log.push("settled");
  }

  /** What comes next; the last one again and again. */
  async ask(window: Window): Promise<Answer> {
    this.windows.push(window);
    const next = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return next ?? answer();
  }
}

let site: MadeUpSite;
let folder: string;
let abort: AbortController;
let run: Run;
beforeEach(async () => {
  site = new MadeUpSite();
  folder = await mkdtemp(join(tmpdir(), "naru-shop-run-"));
  abort = new AbortController();
  run = { site, pace, dump: folder, say: () => {}, signal: abort.signal };
});
afterEach(() => rm(folder, { recursive: true }));

const trial = (fault: Fault, herring?: string) => ({ fault, herring });

test("one fault after the other is started, found, scored and put back, in a shop that is well before each", async () => {
  site.answers.push(answer(leak));
  const trials = [trial(quick("memory-leak")), trial(quick("bad-pod"), "harmless-release")];
  const { cases } = await runShop({ trials, quietMinutes: 0 }, run);
  expect(site.log).toEqual([
    "settled",
    "start memory-leak",
    "stop memory-leak",
    "settled",
    "start bad-pod",
    "stop bad-pod",
  ]);
  expect(cases).toMatchObject([
    { name: "memory-leak", score: { rank: 1, kind: true, inside: true }, herrings: [] },
    {
      name: "bad-pod",
      score: { rank: null },
      herrings: ["inventory"],
      isMisled: false,
      secondsToDiagnosis: null,
    },
  ]);
  expect(cases[0]?.secondsToDiagnosis).toBeLessThan(5);
});

test("what counts is the first cause that is named once there is enough to see", async () => {
  const laterFrom = Date.now() + 100;
  site.ask = async () => answer(Date.now() < laterFrom ? { ...leak, service: "cart" } : leak);
  const { cases } = await runShop({ trials: [trial(quick("memory-leak", 0.3))], quietMinutes: 0 }, run);
  expect(cases).toMatchObject([{ score: { services: ["catalog"] } }]);
});

test("a fault that nobody finds is given up after a while, with the last answer", async () => {
  const { cases } = await runShop({ trials: [trial(quick("memory-leak"))], quietMinutes: 0 }, run);
  expect(cases).toMatchObject([{ score: { verdict: "healthy", rank: null }, secondsToDiagnosis: null }]);
  expect(site.windows.length).toBeGreaterThan(1);
  expect(site.log.at(-1)).toBe("stop memory-leak");
});

test("one that cannot be started is not found, and the next one is tried", async () => {
  site.answers.push(answer(leak));
  const trials = [trial(quick("node-gone")), trial(quick("memory-leak"))];
  const { cases } = await runShop({ trials, quietMinutes: 0 }, run);
  expect(cases).toMatchObject([
    { name: "node-gone", score: undefined, error: "all of the shop runs on one node" },
    { name: "memory-leak", score: { rank: 1 }, error: undefined },
  ]);
});

test("quiet minutes come first, and each is asked about once", async () => {
  site.answers.push(answer(), answer(leak));
  const { healthy } = await runShop({ trials: [], quietMinutes: 3 }, run);
  expect(healthy).toMatchObject([
    { name: "quiet-001", verdict: "healthy" },
    { name: "quiet-002", verdict: "cause", blamed: "catalog" },
    { name: "quiet-003", verdict: "cause", blamed: "catalog" },
  ]);
});

test("every answer is written into the folder, with the truth beside it", async () => {
  site.answers.push(answer(leak));
  await runShop({ trials: [trial(quick("memory-leak"))], quietMinutes: 1 }, run);
  const files = await readdir(folder);
  expect(files).toEqual([expect.stringMatching(/^memory-leak-\d{3}s\.json$/), "quiet-001.json"]);
  const written = JSON.parse(await readFile(join(folder, files[0] ?? ""), "utf8"));
  expect(written).toMatchObject({ record: { fault: "memory-leak" }, answer: { causes: [leak] } });
});

test("an end that is asked for in the middle of a fault puts it back and tells what there is so far", async () => {
  site.answers.push(answer(leak));
  const trials = [trial(quick("memory-leak")), trial(quick("bad-pod", 60)), trial(quick("bad-image"))];
  run = { ...run, say: (line) => line.startsWith("bad-pod") && abort.abort() };
  const { cases } = await runShop({ trials, quietMinutes: 0 }, run);
  expect(cases.map(({ name }) => name)).toEqual(["memory-leak"]);
  expect(site.log.slice(-2)).toEqual(["start bad-pod", "stop bad-pod"]);
});

describe("the window ends now and begins", () => {
  const minute = 60_000;
  const facts: [from: number, why: string, wellSince: number][] = [
    [4 * minute, "six minutes ago", 0],
    [4 * minute, "six minutes ago where the shop has been well as long", 4 * minute],
    [7 * minute, "when the shop was well again", 7 * minute],
  ];
  test.each(facts)("%s: %s", (from, _, wellSince) => {
    expect(windowAt(10 * minute, wellSince)).toEqual({ from, to: 10 * minute });
  });
});
