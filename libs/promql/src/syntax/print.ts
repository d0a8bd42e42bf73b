import { formatDuration } from "../duration.ts";
import { isLegacyLabelName, metricName } from "../labels.ts";
import type { Matcher } from "../matcher.ts";
import { formatValue } from "../number.ts";
import {
  type Aggregation,
  type Binary,
  type Duration,
  type Expression,
  isSetOperator,
  type Matching,
  type Modifiers,
  type VectorSelector,
} from "./expression.ts";

/** An expression on one line, in Prometheus's own writing. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return expression.isDuration ? formatDuration(expression.value * 1000) : formatValue(expression.value);
    case "string":
      return JSON.stringify(expression.value);
    case "selector":
      return printSelector(expression) + printModifiers(expression);
    case "matrix": {
      const { selector, range } = expression;
      const extension = selector.extension ? ` ${selector.extension}` : "";
      const { extension: _, ...plain } = selector;
      return `${printSelector(plain)}[${printDuration(range)}]${extension}${printModifiers(selector)}`;
    }
    case "subquery":
      return printExpression(expression.expression) + printRange(expression);
    case "call":
      return `${expression.name}(${expression.args.map(printExpression).join(", ")})`;
    case "aggregation": {
      const { parameter, expression: inner } = expression;
      const args = parameter ? [parameter, inner] : [inner];
      return `${printAggregation(expression)}(${args.map(printExpression).join(", ")})`;
    }
    case "binary":
      return `${printExpression(expression.left)} ${printOperator(expression)} ${printExpression(expression.right)}`;
    case "unary":
      return expression.operator + printExpression(expression.expression);
    case "parentheses":
      return `(${printExpression(expression.expression)})`;
  }
}

const longestLine = 100;

/** An expression over several lines where one would be longer than 100 characters. */
export function formatExpression(expression: Expression, depth = 0): string {
  const indent = "  ".repeat(depth);
  const line = indent + printExpression(expression);
  if (line.length <= longestLine) return line;
  const block = (head: string, inner: readonly Expression[]) =>
    `${indent}${head}(\n${inner.map((each) => formatExpression(each, depth + 1)).join(",\n")}\n${indent})`;
  switch (expression.kind) {
    case "number":
    case "string":
    case "selector":
    case "matrix":
      return line;
    case "subquery":
      return formatExpression(expression.expression, depth) + printRange(expression);
    case "call":
      return expression.args.length === 0 ? line : block(expression.name, expression.args);
    case "aggregation": {
      const { parameter, expression: inner } = expression;
      return block(printAggregation(expression), parameter ? [parameter, inner] : [inner]);
    }
    case "binary": {
      const [left, right] = [expression.left, expression.right].map((each) =>
        formatExpression(each, depth + 1),
      );
      return `${left}\n${indent}${printOperator(expression)}\n${right}`;
    }
    case "unary":
      return `${indent}${expression.operator}${formatExpression(expression.expression, depth).trimStart()}`;
    case "parentheses":
      return block("", [expression.expression]);
  }
}

function printDuration(duration: Duration): string {
  switch (duration.kind) {
    case "ms":
      return formatDuration(duration.ms);
    case "step":
    case "range":
      return `${duration.kind}()`;
    case "negate":
      return `-${printDuration(duration.of)}`;
    case "min":
    case "max":
      return `${duration.kind}_of(${duration.of.map(printDuration).join(", ")})`;
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
    case "^":
      return `(${printDuration(duration.of[0])} ${duration.kind} ${printDuration(duration.of[1])})`;
  }
}

function printRange(subquery: Expression & { kind: "subquery" }): string {
  const step = subquery.step ? printDuration(subquery.step) : "";
  return `[${printDuration(subquery.range)}:${step}]${printModifiers(subquery)}`;
}

function printModifiers({ at, offset }: Modifiers): string {
  const anchor = at && (at.kind === "time" ? (at.ms / 1000).toFixed(3) : `${at.kind}()`);
  return (anchor ? ` @ ${anchor}` : "") + (offset ? ` offset ${printDuration(offset)}` : "");
}

const plainName = /^[a-zA-Z_:][\w:]*$/;

function printSelector({ name, matchers, extension }: VectorSelector): string {
  const isPlain = plainName.test(name);
  const own = name === "" ? matchers : matchers.filter((each) => each.name !== metricName);
  const texts = own.map(printMatcher);
  if (name !== "" && !isPlain) texts.unshift(JSON.stringify(name));
  const braces = texts.length === 0 ? "" : `{${texts.join(",")}}`;
  return (isPlain ? name : "") + braces + (extension ? ` ${extension}` : "");
}

const labelText = (name: string): string => (isLegacyLabelName(name) ? name : JSON.stringify(name));
const printMatcher = ({ name, operator, value }: Matcher): string =>
  `${labelText(name)}${operator}${JSON.stringify(value)}`;
const printLabels = (labels: readonly string[]): string => `(${labels.map(labelText).join(", ")})`;

function printAggregation({ operator, grouping, without }: Aggregation): string {
  if (without) return `${operator} without ${printLabels(grouping)} `;
  return grouping.length > 0 ? `${operator} by ${printLabels(grouping)} ` : operator;
}

function printOperator({ operator, bool, matching }: Binary): string {
  const parts: string[] = [operator];
  if (bool) parts.push("bool");
  if (matching) parts.push(...printMatching(matching, isSetOperator(operator)));
  return parts.join(" ");
}

function printMatching(matching: Matching, isSet: boolean): string[] {
  const { cardinality, on, labels, include, fillLeft, fillRight } = matching;
  const grouped = cardinality === "many-to-one" || cardinality === "one-to-many";
  const parts: string[] = [];
  if (on || labels.length > 0 || grouped) parts.push(`${on ? "on" : "ignoring"} ${printLabels(labels)}`);
  if (grouped)
    parts.push(`${cardinality === "many-to-one" ? "group_left" : "group_right"} ${printLabels(include)}`);
  if (isSet) return parts;
  if (fillLeft !== undefined && fillLeft === fillRight) return [...parts, `fill (${formatValue(fillLeft)})`];
  if (fillLeft !== undefined) parts.push(`fill_left (${formatValue(fillLeft)})`);
  if (fillRight !== undefined) parts.push(`fill_right (${formatValue(fillRight)})`);
  return parts;
}
