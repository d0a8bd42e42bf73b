import { readFileSync } from "node:fs";
import type { Window } from "#telemetry/query/index.ts";
import type { Sample } from "./patterns.ts";
import type { Names } from "./store.ts";

/* Scatter as it was: transactions of the demo shop on a busy machine, recorded while something was done to it. The first
 * line of each file says what. */

export interface Recording {
  readonly rows: readonly Sample[];
  readonly names: Names;
  readonly window: Window;
}

/** Columns of a recording: milliseconds after its start at which a transaction ended, how many it took, its operation, its
 *  pod, and 1 when it failed. */
export function recording(name: string): Recording {
  const text = readFileSync(new URL(`recorded/${name}.csv`, import.meta.url), "utf8");
  const lines = text.trim().split("\n");
  const told = (key: string) =>
    lines.find((line) => line.startsWith(`# ${key} `))?.slice(key.length + 3) ?? "";
  return {
    names: {
      operations: told("operations")
        .split(" | ")
        .map((each) => {
          const [service = "", ...words] = each.split(" ");
          return [service, words.join(" ")] as const;
        }),
      pods: told("pods").split(" | "),
    },
    window: { from: 0, to: Number(told("length")) },
    rows: lines
      .filter((line) => !line.startsWith("#"))
      .map((line) => line.split(",").map(Number))
      .map(([end = 0, value = 0, operation = 0, pod = 0, failed = 0]) => ({
        end,
        value,
        operation,
        pod,
        failed: failed === 1,
      })),
  };
}
