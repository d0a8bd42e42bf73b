import type { Outcome } from "./run.ts";

/** How many cases of each file passed: those that need no flag in Prometheus, and those that do. */
export function printTable(found: ReadonlyMap<string, readonly Outcome[]>): string {
  const rows = [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, outcomes]) => [file, ...counts(outcomes)]);
  const total = ["all", ...counts([...found.values()].flat())];
  const lines = [["file", "passed", "with a flag"], ...rows, total].map(
    ([file = "", plain = "", flagged = ""]) =>
      `${file.padEnd(26)} ${plain.padStart(12)} ${flagged.padStart(12)}`,
  );
  return `${lines.join("\n")}\n`;
}

function counts(outcomes: readonly Outcome[]): string[] {
  return [false, true].map((needsFlag) => {
    const those = outcomes.filter((each) => each.needsFlag === needsFlag && !each.lacksData);
    return `${those.filter((each) => each.difference === undefined).length}/${those.length}`;
  });
}
