import type { Expression, Matcher } from "@naru/promql";

/** An expression as Prometheus's `parse_query` tells it.
 *  Source: prometheus/prometheus, web/api/v1/translate_ast.go */
export function syntaxTree(expression: Expression): object {
  switch (expression.kind) {
    case "number":
      return { type: "numberLiteral", val: String(expression.value) };
    case "string":
      return { type: "stringLiteral", val: expression.value };
    case "selector":
      return { type: "vectorSelector", ...selectorOf(expression) };
    case "matrix":
      return { type: "matrixSelector", ...selectorOf(expression.selector), range: msOf(expression.range) };
    case "subquery": {
      const { range, step } = expression;
      return {
        type: "subquery",
        expr: syntaxTree(expression.expression),
        range: msOf(range),
        step: step ? msOf(step) : 0,
        ...modifiersOf(expression),
      };
    }
    case "call":
      return { type: "call", func: { name: expression.name }, args: expression.args.map(syntaxTree) };
    case "aggregation": {
      const { operator, parameter, grouping, without } = expression;
      const param = parameter ? syntaxTree(parameter) : null;
      return {
        type: "aggregation",
        op: operator,
        expr: syntaxTree(expression.expression),
        param,
        grouping,
        without,
      };
    }
    case "binary":
      return {
        type: "binaryExpr",
        op: expression.operator,
        lhs: syntaxTree(expression.left),
        rhs: syntaxTree(expression.right),
        bool: expression.bool,
        matching: matchingOf(expression),
      };
    case "unary":
      return { type: "unaryExpr", op: expression.operator, expr: syntaxTree(expression.expression) };
    case "parentheses":
      return { type: "parenExpr", expr: syntaxTree(expression.expression) };
  }
}

type Kind<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;
type Duration = Kind<"matrix">["range"];

/** Milliseconds; what depends on the query has none yet. */
const msOf = (duration: Duration): number =>
  duration.kind === "ms" ? duration.ms : duration.kind === "negate" ? -msOf(duration.of) : 0;

const matcherOf = ({ name, operator, value }: Matcher) => ({ name, type: operator, value });

function selectorOf(selector: Kind<"selector">) {
  return { name: selector.name, matchers: selector.matchers.map(matcherOf), ...modifiersOf(selector) };
}

function modifiersOf({ at, offset }: Pick<Kind<"selector">, "at" | "offset">) {
  return {
    offset: offset ? msOf(offset) : 0,
    timestamp: at?.kind === "time" ? at.ms : null,
    startOrEnd: at && at.kind !== "time" ? at.kind : null,
  };
}

function matchingOf({ matching, operator }: Kind<"binary">) {
  const isSet = operator === "and" || operator === "or" || operator === "unless";
  if (!matching) return isSet ? { card: "many-to-many", labels: [], on: false, include: [] } : null;
  return {
    card: isSet ? "many-to-many" : matching.cardinality,
    labels: matching.labels,
    on: matching.on,
    include: matching.include,
  };
}
