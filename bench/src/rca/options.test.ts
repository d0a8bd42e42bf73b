import { describe, expect, test } from "vitest";
import { rcaOptions } from "./options.ts";

describe("the options", () => {
  test("are the folder and what is told beside it", () => {
    const argv = [
      "--data",
      "d",
      "--case",
      "a",
      "--case",
      "b",
      "--limit",
      "3",
      "--json",
      "--dump",
      "o",
      "--ablate",
      "logs",
    ];
    expect(rcaOptions(argv)).toEqual({
      data: "d",
      cases: ["a", "b"],
      limit: 3,
      isJson: true,
      isKept: false,
      dump: "o",
      without: ["logs"],
    });
  });
  test("need no more than a folder", () => {
    expect(rcaOptions(["--data", "d"])).toMatchObject({
      cases: [],
      limit: Number.POSITIVE_INFINITY,
      without: [],
    });
  });

  const broken: [argv: string[], error: string][] = [
    [[], "--data is missing: the folder with the cases to replay."],
    [["--data", ""], "--data is missing"],
    [["--data", "d", "--limit", "0"], "--limit 0 is no whole number from 1"],
    [["--data", "d", "--limit", "1.5"], "--limit 1.5 is no whole number from 1"],
    [["--data", "d", "--limit", "all"], "--limit all is no whole number from 1"],
    [["--data", "d", "--keep"], "--keep goes with exactly one --case"],
    [["--data", "d", "--seconds", "1"], "--seconds"],
  ];
  test.each(broken)("%j are refused with what to give", (argv, error) => {
    expect(() => rcaOptions(argv)).toThrow(error);
    expect(() => rcaOptions(argv)).toThrow("./naru bench rca --data DIR");
  });
});
