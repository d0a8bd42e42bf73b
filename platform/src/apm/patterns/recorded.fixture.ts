import { readFileSync } from "node:fs";
import { type Series, seriesOf, type Span } from "./series.ts";

/* Scatter as it was: transactions of the demo shop, recorded while something was done to it. Each file says what. */

export interface Recording {
  readonly span: Span;
  readonly pods: readonly string[];
  /** By service and name, `payment POST /payments`. */
  readonly operations: ReadonlyMap<string, Series>;
}

export function recording(name: string): Recording {
  const text = readFileSync(new URL(`recorded/${name}.csv`, import.meta.url), "utf8");
  const lines = text.trim().split("\n");
  const told = (key: string) =>
    lines.find((line) => line.startsWith(`# ${key} `))?.slice(key.length + 3) ?? "";
  const names = told("operations").split(" | ");
  const rows = lines
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.split(",").map(Number))
    .map(([end = 0, value = 0, operation = 0, pod = 0, failed = 0]) => ({
      end,
      value,
      operation,
      pod,
      failed: failed === 1,
    }));
  const byOperation = Map.groupBy(rows, ({ operation }) => names[operation] ?? "");
  return {
    span: { from: 0, to: Number(told("length")) },
    pods: told("pods").split(" | "),
    operations: new Map([...byOperation].map(([name, own]) => [name, seriesOf(own)])),
  };
}
