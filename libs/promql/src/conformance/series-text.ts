import type { Histogram } from "../histogram/histogram.ts";
import { Labels, metricName } from "../labels.ts";
import { parseFloatText } from "../number.ts";
import { unquote } from "../parse/text.ts";
import { readHistogram, repeated } from "./histogram-text.ts";

/** A value at one place of a sequence; undefined: nothing. */
export type Point =
  | number
  | "stale"
  | { readonly histogram: Histogram; readonly saysHint: boolean }
  | undefined;

/** `metric{label="value"} 1 2+3x4 _ stale {{count:1}}` */
export function readSeries(line: string): { labels: Labels; points: Point[] } {
  const end = endOfMetric(line);
  return { labels: readLabels(line.slice(0, end)), points: readPoints(line.slice(end)) };
}

/** A metric ends at the first space outside of braces and quotes. */
function endOfMetric(line: string): number {
  const found = /^[^{\s]*(?:\{(?:[^"'`}]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})?/.exec(line);
  return found?.[0].length ?? 0;
}

function readLabels(text: string): Labels {
  const brace = text.indexOf("{");
  const name = brace === -1 ? text : text.slice(0, brace);
  const pairs: [string, string][] = name === "" ? [] : [[metricName, name]];
  const inside = brace === -1 ? "" : text.slice(brace + 1, text.lastIndexOf("}"));
  const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/.source;
  for (const [, label = "", value] of inside.matchAll(
    new RegExp(`(${quoted}|[\\w.:]+)\\s*(?:=\\s*(${quoted}))?\\s*(?:,|$)`, "g"),
  )) {
    const plain = /^["'`]/.test(label) ? (unquote(label) ?? "") : label;
    if (value === undefined) pairs.push([metricName, plain]);
    else pairs.push([plain, unquote(value) ?? ""]);
  }
  return Labels.from(pairs);
}

function readPoints(text: string): Point[] {
  const items = text.match(/\{\{.*?\}\}(?:[+-]\{\{.*?\}\})?(?:x\d+)?|\S+/g) ?? [];
  return items.flatMap(readItem);
}

function readItem(item: string): Point[] {
  const blank = /^_(?:x(\d+))?$/.exec(item);
  if (blank) return Array.from<undefined>({ length: Number(blank[1] ?? 1) });
  if (item === "stale") return ["stale"];
  const many = /^(\{\{.*?\}\})(?:([+-])(\{\{.*?\}\}))?(?:x(\d+))?$/.exec(item);
  if (many) return readHistograms(many);
  const run =
    /^([+-]?(?:[\d.]+(?:e[+-]?\d+)?|inf|nan))(?:([+-](?:[\d.]+(?:e[+-]?\d+)?|inf|nan)))?(?:x(\d+))?$/i.exec(
      item,
    );
  if (!run) throw new Error(`${item} is no value of a sequence`);
  const first = parseFloatText(run[1] ?? "") ?? Number.NaN;
  const change = run[2] === undefined ? 0 : (parseFloatText(run[2]) ?? Number.NaN);
  return Array.from({ length: Number(run[3] ?? 0) + 1 }, (_, i) =>
    i === 0 || change === 0 ? first : first + change * i,
  );
}

function readHistograms([, first = "", sign, change, times = "0"]: RegExpExecArray): Point[] {
  const { histogram, saysHint } = readHistogram(first);
  const count = Number(times);
  const all =
    sign === undefined || change === undefined
      ? Array.from({ length: count + 1 }, () => histogram)
      : repeated(histogram, readHistogram(change).histogram, count, sign as "+" | "-");
  return all.map((each) => ({ histogram: each, saysHint }));
}

/** Start times: durations before each sample, or `_`. */
export function readStarts(text: string, parse: (duration: string) => number): (number | undefined)[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((item) => {
      const blank = /^_(?:x(\d+))?$/.exec(item);
      if (blank) return Array.from<undefined>({ length: Number(blank[1] ?? 1) });
      const found = /^([+-]?\d+[a-wyz]*?)(?:([+-]\d+[a-wyz]*?))?(?:x(\d+))?$/.exec(item);
      if (!found) throw new Error(`${item} is no start time`);
      const first = signedMs(found[1] ?? "0", parse);
      const change = found[2] === undefined ? 0 : signedMs(found[2], parse);
      return Array.from({ length: Number(found[3] ?? 0) + 1 }, (_, i) => first + change * i);
    });
}

const signedMs = (text: string, parse: (duration: string) => number): number =>
  parse(text.replace(/^[+-]/, "")) * (text.startsWith("-") ? -1 : 1);
