import type { Position } from "../../errors.ts";
import {
  addHistograms,
  type Combined,
  divideHistogram,
  IncompatibleSchemas,
  scaleHistogram,
  subtractHistograms,
} from "../../histogram/arithmetic.ts";
import { compact, equalHistograms, type Histogram } from "../../histogram/histogram.ts";
import { trimHistogram } from "../../histogram/trim.ts";
import {
  type ArithmeticOperator,
  type BinaryOperator,
  type ComparisonOperator,
  isTrim,
} from "../../syntax/expression.ts";
import type { Notes } from "../annotations.ts";

export function calculate(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "^":
      return left ** right;
    case "atan2":
      return Math.atan2(left, right);
  }
}

export function compare(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case ">":
      return left > right;
    case "<":
      return left < right;
    case ">=":
      return left >= right;
    case "<=":
      return left <= right;
  }
}

/** The value of an operation on two samples of which at least one is a histogram, and whether a comparison holds. */
export interface Outcome {
  readonly value: number | Histogram;
  readonly holds: boolean;
}

/** @returns undefined when the operation does not exist for these types or buckets, which is noted */
export function operateOnHistograms(
  operator: BinaryOperator,
  left: number | Histogram,
  right: number | Histogram,
  notes: Notes,
  position: Position,
): Outcome | undefined {
  const outcome = outcomeOf(operator, left, right, notes, position);
  if (outcome === "incompatible types") {
    notes.incompatibleTypes(typeName(left), operator, typeName(right), position);
    return undefined;
  }
  return outcome;
}

const typeName = (value: number | Histogram): string => (typeof value === "number" ? "float" : "histogram");

function outcomeOf(
  operator: BinaryOperator,
  left: number | Histogram,
  right: number | Histogram,
  notes: Notes,
  position: Position,
): Outcome | "incompatible types" | undefined {
  if (typeof left === "number") {
    if (operator !== "*" || typeof right === "number") return "incompatible types";
    return { value: compact(scaleHistogram(right, left)), holds: true };
  }
  if (typeof right === "number") {
    const value = withNumber(operator, left, right);
    return value ? { value, holds: true } : "incompatible types";
  }
  if (operator === "==" || operator === "!=") {
    return { value: left, holds: equalHistograms(compact(left), compact(right)) === (operator === "==") };
  }
  if (operator !== "+" && operator !== "-") return "incompatible types";
  return combined(operator, left, right, notes, position);
}

function withNumber(operator: BinaryOperator, left: Histogram, right: number): Histogram | undefined {
  if (operator === "*") return compact(scaleHistogram(left, right));
  if (operator === "/") return compact(divideHistogram(left, right));
  if (isTrim(operator)) return trimHistogram(left, right, operator === "</" ? "below" : "above");
  return undefined;
}

function combined(
  operator: "+" | "-",
  left: Histogram,
  right: Histogram,
  notes: Notes,
  position: Position,
): Outcome | undefined {
  const name = operator === "+" ? "addition" : "subtraction";
  let found: Combined;
  try {
    found = operator === "+" ? addHistograms(left, right) : subtractHistograms(left, right);
  } catch (error) {
    if (!(error instanceof IncompatibleSchemas)) throw error;
    notes.incompatibleBuckets(operator, position);
    return undefined;
  }
  if (found.hintsCollide) notes.collidingResets(name, position);
  if (found.reconciled) notes.mismatchedBounds(name, position);
  const { histogram } = found;
  return { value: compact(operator === "-" ? { ...histogram, hint: "gauge" } : histogram), holds: true };
}
