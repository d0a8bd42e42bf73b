import { get, isObject } from "../patch/json.ts";
import type { Findings } from "./findings.ts";
import { checkLabelKey, checkLabelValue } from "./labels.ts";
import { at, fields, present, records, text, texts } from "./values.ts";

/* A LabelSelector. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */

const operators: Readonly<Record<string, "values" | "key">> = {
  In: "values",
  NotIn: "values",
  Exists: "key",
  DoesNotExist: "key",
};

export function selectorMatches(selector: unknown, labels: unknown): boolean {
  const own = fields(labels);
  const isEqual = Object.entries(fields(at(selector, "matchLabels"))).every(
    ([key, value]) => get(own, key) === value,
  );
  return isEqual && records(at(selector, "matchExpressions")).every((wanted) => isMet(wanted, own));
}

function isMet(wanted: Record<string, unknown>, labels: Record<string, unknown>): boolean {
  const value = get(labels, text(get(wanted, "key")));
  const isListed = typeof value === "string" && texts(get(wanted, "values")).includes(value);
  switch (get(wanted, "operator")) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

/** @returns `app=web,tier in (a,b)`; empty when it selects everything, or nothing */
export function selectorText(selector: unknown): string {
  const equal = labelPairs(at(selector, "matchLabels")).map(([key, value]) => ({
    key,
    told: `${key}=${value}`,
  }));
  const wanted = records(at(selector, "matchExpressions")).map((expression) => {
    const key = text(get(expression, "key"));
    return { key, told: requirementText(key, expression) };
  });
  return [...equal, ...wanted]
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ told }) => told)
    .join(",");
}

function requirementText(key: string, expression: Record<string, unknown>): string {
  const values = texts(get(expression, "values")).toSorted().join(",");
  switch (get(expression, "operator")) {
    case "In":
      return `${key} in (${values})`;
    case "NotIn":
      return `${key} notin (${values})`;
    case "DoesNotExist":
      return `!${key}`;
    default:
      return key;
  }
}

/** `app=web,tier=db`, by key; `<none>` when there are none. */
export function labelsText(labels: unknown): string {
  const pairs = labelPairs(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.join(",");
}

const labelPairs = (labels: unknown): [string, string][] =>
  Object.entries(fields(labels))
    .map(([key, value]): [string, string] => [key, text(value)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

export const isEmptySelector = (selector: unknown): boolean =>
  isObject(selector) &&
  Object.keys(fields(get(selector, "matchLabels"))).length === 0 &&
  records(get(selector, "matchExpressions")).length === 0;

export function checkSelector(selector: unknown, path: string, found: Findings): void {
  for (const [key, value] of Object.entries(fields(at(selector, "matchLabels")))) {
    checkLabelKey(key, `${path}.matchLabels`, found);
    checkLabelValue(value, `${path}.matchLabels`, found);
  }
  for (const [index, wanted] of records(at(selector, "matchExpressions")).entries()) {
    checkExpression(wanted, `${path}.matchExpressions[${index}]`, found);
  }
}

function checkExpression(wanted: Record<string, unknown>, path: string, found: Findings): void {
  const operator = text(get(wanted, "operator"));
  const takes = get(operators, operator);
  const values = texts(get(wanted, "values"));
  if (takes === undefined) found.invalid(`${path}.operator`, operator, "not a valid selector operator");
  if (takes === "values" && values.length === 0) {
    found.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
  }
  if (takes === "key" && present(get(wanted, "values")) && values.length > 0) {
    found.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  }
  checkLabelKey(text(get(wanted, "key")), `${path}.key`, found);
  for (const [index, value] of values.entries()) checkLabelValue(value, `${path}.values[${index}]`, found);
}
