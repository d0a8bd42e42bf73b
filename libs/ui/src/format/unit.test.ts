import { describe, expect, it } from "vitest";
import { formatBytes } from "./bytes.ts";
import { unitFormat, unitScale, unitWord } from "./unit.ts";

describe("bytes", () => {
  it.each([
    [0, "iec", "0\u00a0B"],
    [512, "iec", "512\u00a0B"],
    [1536, "iec", "1.5\u00a0KiB"],
    [1024 ** 3, "iec", "1\u00a0GiB"],
    [1500, "si", "1.5\u00a0kB"],
    [1_000_000, "si", "1\u00a0MB"],
  ] as const)("%d in %s reads %s", (bytes, system, text) => expect(formatBytes(bytes, system)).toBe(text));
});

describe("a metric is written in its own unit", () => {
  it.each([
    [0.25, "s", "250\u00a0ms"],
    [250, "ms", "250\u00a0ms"],
    [2048, "By", "2\u00a0KiB"],
    [2048, "By/s", "2\u00a0KiB/s"],
    [12.34, "{request}", "12.3\u00a0request"],
    [12.34, "{request}/s", "12.3\u00a0request/s"],
    [0.75, "s/s", "0.75"],
    [3, "1/s", "3\u00a0/s"],
    [42, "%", "42\u00a0%"],
    [1234, "1", "1.23k"],
    [3, "Cel", "3\u00a0Cel"],
  ])("%d %s reads %s", (value, unit, text) => expect(unitFormat(unit)(value)).toBe(text));

  it("bytes are round in powers of two", () => {
    expect(["By", "MiBy", "By/s", "s", "kBy"].map(unitScale)).toEqual([
      "binary",
      "binary",
      "binary",
      "decimal",
      "decimal",
    ]);
  });

  it("an annotation is shown without its braces", () => {
    expect([unitWord("{thread}"), unitWord("1"), unitWord("By")]).toEqual(["thread", "", "By"]);
  });
});
