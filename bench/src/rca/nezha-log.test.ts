import { describe, expect, test } from "vitest";
import { logText } from "./nezha-log.ts";

const docker = (log: string, time?: string) => JSON.stringify({ log, stream: "stdout", time });

describe("a line of a container's log", () => {
  test("is the text inside Docker's JSON, trimmed, with the runtime's time to the nanosecond", () => {
    const cell = docker("17:02:12.420 INFO  a.B#1 [x] done\n", "2023-01-29T09:02:12.420319887Z");
    expect(logText(cell)).toEqual({
      body: "17:02:12.420 INFO  a.B#1 [x] done",
      time: BigInt(Date.parse("2023-01-29T09:02:12Z")) * 1_000_000n + 420_319_887n,
      severity: { severityText: "INFO", severityNumber: 9 },
    });
  });

  const times: [time: string | undefined, isKnown: boolean][] = [
    ["2023-01-29T09:02:12Z", true],
    ["2023-01-29T09:02:12.4Z", true],
    ["0001-01-01T00:00:00Z", false],
    ["2023-01-29 09:02:12", false],
    ["2023-13-29T09:02:12Z", false],
    [undefined, false],
  ];
  test.each(times)("stamped %s has a time: %s", (time, isKnown) => {
    expect(logText(docker("a", time)).time !== undefined).toBe(isKnown);
  });

  const severities: [text: string, severity: string | undefined][] = [
    ["17:02:12.420 ERROR a.B#1 failed", "ERROR"],
    ["WARN a.B#1 odd", "WARN"],
    ["17:02:12.420 INFO  a.B#1 no ERROR here", "INFO"],
    ["\tat a.B.c(B.java:1)", undefined],
    ["17:02:12.420 INFORMED", undefined],
    ["it said that an ERROR came", undefined],
  ];
  test.each(severities)("%j is of severity %s", (text, severity) => {
    expect(logText(docker(text)).severity.severityText).toBe(severity);
  });

  test.each(["plain text", "{ half", '{"other":1}', "[1]", "null"])(
    "that is no JSON of Docker's is kept: %s",
    (cell) => {
      expect(logText(cell)).toEqual({ body: cell, severity: {} });
    },
  );
});
