import { expect, test } from "vitest";
import { jobBackOffMs } from "./job-back-off.ts";
import { pod } from "./pod.fixture.ts";

/** @param at  seconds */
function ended(phase: "Failed" | "Succeeded", at: number) {
  const made = pod(`${phase}-${at}`, { phase });
  const finishedAt = new Date(at * 1000).toISOString();
  const containerStatuses = [{ restartCount: 0, state: { terminated: { exitCode: 1, finishedAt } } }];
  return { ...made, status: { ...made.status, containerStatuses } };
}
const failures = (...times: number[]) => times.map((at) => ended("Failed", at));

test.each<[string, ReturnType<typeof ended>[], number, number]>([
  ["nothing has failed", [], 0, 0],
  ["one has failed just now", failures(100), 100, 10_000],
  ["one failed a while ago", failures(100), 107, 3_000],
  ["one failed long ago", failures(100), 200, 0],
  ["three have failed", failures(80, 90, 100), 100, 40_000],
  ["many have failed", failures(1, 2, 3, 4, 5, 6, 7, 8, 9), 9, 360_000],
  ["one succeeded after the others", [...failures(80, 90), ended("Succeeded", 95)], 100, 0],
  ["one has failed since the last success", [...failures(80, 100), ended("Succeeded", 95)], 100, 10_000],
])("when %s", (_, pods, now, expected) => {
  expect(jobBackOffMs(pods, now * 1000)).toBe(expected);
});
