import { type Duration } from "../syntax/expression.ts";
import { EvaluationError } from "../errors.ts";

/** The times at which an expression is evaluated: `start`, `start + step`, … up to `end`. Milliseconds. */
export interface Grid {
  readonly start: number;
  readonly step: number;
  readonly steps: number;
}

export function gridOf(start: number, end: number, step: number): Grid {
  if (end < start) return { start, step, steps: 0 };
  return { start, step, steps: step === 0 ? 1 : Math.floor((end - start) / step) + 1 };
}

export const timeAt = (grid: Grid, step: number): number => grid.start + step * grid.step;
export const endOf = (grid: Grid): number => timeAt(grid, Math.max(grid.steps - 1, 0));

/** Range and resolution of the whole query, which `@ start()`, `range()` and the like refer to. */
export interface QueryRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** @returns milliseconds, whole ones
 *  @throws EvaluationError when the length of time is no number */
export function resolveDuration(duration: Duration, query: QueryRange): number {
  const ms = Math.trunc(Math.round(secondsOf(duration, query) * 1e6) / 1000);
  if (Number.isSafeInteger(ms)) return ms;
  throw new EvaluationError("duration out of range");
}

/** How long a range is, which may have been computed.
 *  @throws EvaluationError when it is not more than 0 */
export function resolveRange(range: Duration, query: QueryRange): number {
  const ms = resolveDuration(range, query);
  if (ms > 0) return ms;
  throw new EvaluationError("duration must be greater than 0");
}

function secondsOf(duration: Duration, query: QueryRange): number {
  switch (duration.kind) {
    case "ms":
      return duration.ms / 1000;
    case "step":
      return query.step / 1000;
    case "range":
      return (query.end - query.start) / 1000;
    case "negate":
      return -secondsOf(duration.of, query);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
    case "^":
    case "min":
    case "max":
      return arithmetic(duration.kind, secondsOf(duration.of[0], query), secondsOf(duration.of[1], query));
  }
}

function arithmetic(kind: "+" | "-" | "*" | "/" | "%" | "^" | "min" | "max", a: number, b: number): number {
  switch (kind) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) throw new EvaluationError("division by zero");
      return a / b;
    case "%":
      if (b === 0) throw new EvaluationError("modulo by zero");
      return a % b;
    case "^":
      return a ** b;
    case "min":
      return Math.min(a, b);
    case "max":
      return Math.max(a, b);
  }
}
