import { expect, test } from "vitest";
import { allProcesses, familyOf, parseStat } from "./processes.ts";

test("a process is read whatever its name is", () => {
  const rest = "S 10 20 30 0 -1 4194304 1 2 3 4 100 50 7 3 20 0 1 0 1234 1000000 256 18446744073709551615";
  expect(parseStat(`42 (a) b (c)) ${rest}`)).toEqual({
    pid: 42,
    parent: 10,
    session: 30,
    cpuNanoseconds: 1_600_000_000,
    rssBytes: 256 * 4096,
  });
  expect(parseStat("")).toBeUndefined();
});

const one = (pid: number, parent: number, session: number) => ({
  pid,
  parent,
  session,
  cpuNanoseconds: 0,
  rssBytes: 0,
});

test("a family is a process, its descendants and what is left in its session", () => {
  const all = [one(5, 4, 9), one(1, 0, 1), one(4, 3, 3), one(3, 1, 3), one(7, 1, 3), one(8, 1, 1)];
  expect(
    familyOf(3, all)
      .map(({ pid }) => pid)
      .toSorted((a, b) => a - b),
  ).toEqual([3, 4, 5, 7]);
});

test("this process is among all of them", async () => {
  expect((await allProcesses()).map(({ pid }) => pid)).toContain(process.pid);
});
