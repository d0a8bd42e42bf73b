import { type Matcher, parse, parseDuration, ParseError, type QueryRange } from "@naru/promql";
import type { Context } from "hono";
import { NaruError } from "#kernel/errors.ts";
import { BadParameter } from "./failure.ts";

/** Parameters of a request: of its address, and of a form in its body. */
export class Parameters {
  readonly #values: URLSearchParams;

  private constructor(values: URLSearchParams) {
    this.#values = values;
  }

  static async of(c: Context): Promise<Parameters> {
    const values = new URL(c.req.url).searchParams;
    const isForm = (c.req.header("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
    if (c.req.method !== "POST" || !isForm) return new Parameters(values);
    const form = new URLSearchParams(await c.req.text());
    for (const [name, value] of values) form.append(name, value);
    return new Parameters(form);
  }

  text(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  texts(name: string): string[] {
    return this.#values.getAll(name);
  }

  /** Seconds since 1970 or RFC 3339; in milliseconds. */
  time(name: string, otherwise: number): number {
    const text = this.text(name);
    return text === undefined ? otherwise : timeOf(name, text);
  }

  /** Seconds or a duration; in milliseconds. */
  duration(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = Number.isFinite(Number(text)) ? Math.round(Number(text) * 1000) : parseDuration(text);
    if (ms !== undefined) return ms;
    throw new BadParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
  }

  /** 0 and nothing: no limit. */
  limit(name = "limit"): number {
    const text = this.text(name);
    if (text === undefined) return Infinity;
    if (!/^\d{1,9}$/.test(text))
      throw new BadParameter(name, `cannot parse ${JSON.stringify(text)} to a valid limit`);
    return Number(text) || Infinity;
  }

  query(): string {
    return this.#values.get("query") ?? "";
  }
}

/** Times that Prometheus takes for the ends of all time. */
const earliest = 0;
const latest = 9_200_000_000_000;

function timeOf(name: string, text: string): number {
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? Math.round(seconds * 1000) : rfc3339(text);
  if (ms !== undefined && Number.isSafeInteger(ms)) return ms;
  throw new BadParameter(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
}

function rfc3339(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Points of a series that one answer may have. */
const mostSteps = 11_000;

/** @throws BadParameter */
export function rangeOf(parameters: Parameters): QueryRange {
  const start = required(parameters, "start");
  const end = required(parameters, "end");
  if (end < start) throw new BadParameter("end", "end timestamp must not be before start time");
  const step = parameters.duration("step");
  if (step === undefined) throw new BadParameter("step", 'cannot parse "" to a valid duration');
  if (step <= 0) {
    throw new BadParameter(
      "step",
      "zero or negative query resolution step widths are not accepted. Try a positive integer",
    );
  }
  if ((end - start) / step > mostSteps) {
    throw new BadParameter(
      "step",
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)",
    );
  }
  return { start, end, step };
}

function required(parameters: Parameters, name: string): number {
  const text = parameters.text(name);
  if (text === undefined) throw new BadParameter(name, 'cannot parse "" to a valid timestamp');
  return timeOf(name, text);
}

/** The window of a search; without ends, all time. */
export const windowOf = (parameters: Parameters) => {
  const from = Math.max(parameters.time("start", earliest), earliest);
  const to = Math.min(parameters.time("end", latest), latest);
  if (to < from) throw new BadParameter("end", "end timestamp must not be before start timestamp");
  return { from, to };
};

/** The selector that one of our own operations is asked with; empty for none.
 *  @throws NaruError INVALID_INPUT */
export function selectorOf(text: string): (readonly Matcher[])[] {
  if (text.trim() === "") return [];
  try {
    return [matchersOf(text)];
  } catch (cause) {
    if (!(cause instanceof ParseError) && !(cause instanceof BadParameter)) throw cause;
    throw new NaruError("INVALID_INPUT", `selector: ${cause.message}`);
  }
}

function matchersOf(text: string): readonly Matcher[] {
  const expression = parse(text);
  if (expression.kind === "selector") return expression.matchers;
  throw new BadParameter("match[]", "only a selector can be matched by");
}

/** The selectors of `match[]`.
 *  @throws BadParameter */
export function selectorsOf(parameters: Parameters): (readonly Matcher[])[] {
  return parameters.texts("match[]").map((text) => {
    try {
      return matchersOf(text);
    } catch (cause) {
      if (!(cause instanceof ParseError)) throw cause;
      throw new BadParameter("match[]", cause.message);
    }
  });
}
