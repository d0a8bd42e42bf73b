import { expect, test } from "vitest";
import { summarize } from "./report.ts";

const report = {
  numPassedTests: 2,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [
    {
      name: "/naru/a.test.ts",
      status: "failed",
      message: "",
      assertionResults: [
        { fullName: "one is one", status: "passed", failureMessages: [] },
        { fullName: "one is two", status: "failed", failureMessages: ["expected 1 to be 2"] },
      ],
    },
    { name: "/naru/b.test.ts", status: "failed", message: "no port", assertionResults: [] },
    { name: "/naru/c.test.ts", status: "passed", message: "", assertionResults: [] },
  ],
};

test("a run is told by its counts, each test that failed, and each file that did not get to its tests", () => {
  expect(summarize(report)).toEqual({
    passed: 2,
    skipped: 2,
    failed: [
      { file: "/naru/a.test.ts", test: "one is two", message: "expected 1 to be 2" },
      { file: "/naru/b.test.ts", test: "", message: "no port" },
    ],
  });
});
