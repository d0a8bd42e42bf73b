import { parseDuration } from "../duration.ts";
import type { Labels } from "../labels.ts";
import { parseFloatText } from "../number.ts";
import { unquote } from "../parse/text.ts";
import { type Point, readSeries, readStarts } from "./series-text.ts";

/* The language of Prometheus's own cases.
 * Source: https://github.com/prometheus/prometheus/blob/main/promql/promqltest/README.md */

export interface Load {
  readonly kind: "load";
  readonly intervalMs: number;
  readonly withCustomBuckets: boolean;
  readonly series: readonly {
    labels: Labels;
    points: readonly Point[];
    starts: readonly (number | undefined)[];
  }[];
}

type Expectation = "fail" | "warn" | "info" | "no_warn" | "no_info" | "ordered";

/** What a query must give. */
export interface Case {
  readonly kind: "eval";
  readonly line: number;
  readonly query: string;
  /** Milliseconds; `start` is the time of an instant query. */
  readonly range: { readonly start: number; readonly end: number; readonly step: number } | undefined;
  readonly time: number;
  readonly expectations: readonly { readonly type: Expectation; readonly fits: (text: string) => boolean }[];
  readonly series: readonly { readonly labels: Labels; readonly points: readonly Point[] }[];
  readonly scalar: number | undefined;
  readonly text: string | undefined;
  /** The times at which the matrix of an instant query has samples. */
  readonly matrix: { readonly start: number; readonly end: number; readonly step: number } | undefined;
}

export type Command = Load | Case | { readonly kind: "clear" };

const duration = (text: string): number => {
  const ms = parseDuration(text.trim());
  if (ms === undefined) throw new Error(`${text} is no duration`);
  return ms;
};

/** Reads a whole file of cases. */
export function readScript(text: string): Command[] {
  const lines = text.split("\n").map((line) => (line.trim().startsWith("#") ? "" : line.trim()));
  const commands: Command[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (line === "") continue;
    const block: string[] = [];
    while (lines[at + 1] !== undefined && lines[at + 1] !== "" && !line.startsWith("clear"))
      block.push(lines[++at] as string);
    if (line.startsWith("clear")) commands.push({ kind: "clear" });
    else if (line.startsWith("load")) commands.push(readLoad(line, block));
    else commands.push(readCase(line, block, at + 1 - block.length));
  }
  return commands;
}

function readLoad(line: string, block: readonly string[]): Load {
  const [, suffix, interval = ""] = /^load(?:_(with_nhcb))?\s+(\S+)/.exec(line) ?? [];
  let starts: (number | undefined)[] = [];
  const series: { labels: Labels; points: Point[]; starts: (number | undefined)[] }[] = [];
  for (const each of block) {
    const start = /^(\S*)@st\s+(.*)$/.exec(each);
    if (start) starts = readStarts(start[2] ?? "", duration);
    else {
      series.push({ ...readSeries(each), starts });
      starts = [];
    }
  }
  return { kind: "load", intervalMs: duration(interval), withCustomBuckets: suffix !== undefined, series };
}

const instant = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+at\s+(\S+)\s+(.+)$/;
const overRange = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/;

function readCase(line: string, block: readonly string[], number: number): Case {
  const one = instant.exec(line);
  const many = one ? undefined : (overRange.exec(line) ?? undefined);
  if (!one && !many) throw new Error(`line ${number}: ${line} is no case`);
  const [, mode] = one ?? many ?? [];
  const range = many && {
    start: duration(many[2] ?? ""),
    end: duration(many[3] ?? ""),
    step: duration(many[4] ?? ""),
  };
  const body = readBody(block);
  return {
    kind: "eval",
    line: number,
    query: (one ? one[3] : many?.[5]) ?? "",
    range,
    time: one ? duration(one[2] ?? "") : 0,
    ...body,
    expectations: mode
      ? [...body.expectations, { type: mode as Expectation, fits: anything }]
      : body.expectations,
  };
}

const anything = (): boolean => true;

function readBody(block: readonly string[]) {
  const expectations: Case["expectations"][number][] = [];
  const series: { labels: Labels; points: Point[] }[] = [];
  let scalar: number | undefined;
  let text: string | undefined;
  let matrix: Case["matrix"];
  for (const line of block) {
    const times = /^expect range vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/.exec(line);
    const expected = /^expect\s+(fail|warn|info|no_warn|no_info|ordered)(?:\s+(msg|regex):(.*))?$/.exec(line);
    const number = parseFloatText(line) ?? (/^0x[0-9a-f]+$/i.test(line) ? Number(line) : undefined);
    if (times)
      matrix = {
        start: duration(times[1] ?? ""),
        end: duration(times[2] ?? ""),
        step: duration(times[3] ?? ""),
      };
    else if (line.startsWith("expect string")) text = unquote(line.slice("expect string".length).trim());
    else if (expected)
      expectations.push({ type: expected[1] as Expectation, fits: fit(expected[2], expected[3] ?? "") });
    else if (line.startsWith("expected_fail_message"))
      expectations.push({ type: "fail", fits: fit("msg", line.slice(21)) });
    else if (line.startsWith("expected_fail_regexp"))
      expectations.push({ type: "fail", fits: fit("regex", line.slice(20)) });
    else if (number !== undefined) scalar = number;
    else series.push(readSeries(line));
  }
  return { expectations, series, scalar, text, matrix };
}

function fit(sort: string | undefined, wanted: string): (text: string) => boolean {
  if (sort === "msg") return (text) => text === wanted.trim();
  if (sort === undefined) return anything;
  const pattern = new RegExp(wanted.trim());
  return (text) => pattern.test(text);
}
