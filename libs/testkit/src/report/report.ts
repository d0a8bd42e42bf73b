/** What Vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface Failure {
  readonly file: string;
  readonly test: string;
  readonly message: string;
}

/** What a run came to. A file that failed outside its tests counts as one test that failed. */
export function summarize(report: Report): {
  readonly passed: number;
  readonly failed: readonly Failure[];
  readonly skipped: number;
} {
  const failed = report.testResults.flatMap(({ name, status, message, assertionResults }): Failure[] => {
    const tests = assertionResults.filter((test) => test.status === "failed");
    if (tests.length === 0 && status === "failed") return [{ file: name, test: "", message }];
    return tests.map(({ fullName, failureMessages: [first = ""] }) => ({
      file: name,
      test: fullName,
      message: first,
    }));
  });
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
