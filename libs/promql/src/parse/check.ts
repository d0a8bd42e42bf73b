import { ParseError } from "../errors.ts";
import {
  type Aggregation,
  type Binary,
  type Call,
  type Duration,
  type Expression,
  isComparison,
  isSetOperator,
  type MatrixSelector,
  type Subquery,
  type ValueType,
} from "../syntax/expression.ts";
import { signatures } from "../syntax/functions.ts";

/** As types are named in messages. */
const typeNames: Readonly<Record<ValueType, string>> = {
  scalar: "scalar",
  string: "string",
  vector: "instant vector",
  matrix: "range vector",
};

export const nameOfType = (type: ValueType): string => typeNames[type];

export function typeOf(expression: Expression): ValueType {
  switch (expression.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "selector":
    case "aggregation":
      return "vector";
    case "matrix":
    case "subquery":
      return "matrix";
    case "call":
      return signatures.get(expression.name)?.returns ?? "vector";
    case "binary":
      return typeOf(expression.left) === "scalar" && typeOf(expression.right) === "scalar"
        ? "scalar"
        : "vector";
    case "unary":
    case "parentheses":
      return typeOf(expression.expression);
  }
}

/** Checks that the types of an expression fit together.
 *  @throws ParseError in Prometheus's words */
export function check(expression: Expression, query: string): void {
  new Checker(query).check(expression);
}

class Checker {
  readonly #query: string;
  constructor(query: string) {
    this.#query = query;
  }

  check(expression: Expression): void {
    switch (expression.kind) {
      case "number":
      case "string":
      case "selector":
        return;
      case "matrix":
        return this.#positive(expression, expression.range);
      case "parentheses":
        return this.check(expression.expression);
      case "subquery":
        this.#positive(expression, expression.range);
        if (expression.step) this.#positive(expression, expression.step);
        this.check(expression.expression);
        return this.#require(
          typeOf(expression.expression) === "vector",
          `subquery is only allowed on instant vector, got ${nameOfType(typeOf(expression.expression))} instead`,
          expression,
        );
      case "unary":
        this.check(expression.expression);
        return this.#require(
          ["scalar", "vector"].includes(typeOf(expression.expression)),
          `unary expression only allowed on expressions of type scalar or instant vector, got ${JSON.stringify(nameOfType(typeOf(expression.expression)))}`,
          expression,
        );
      case "binary":
        return this.#binary(expression);
      case "aggregation":
        return this.#aggregation(expression);
      case "call":
        return this.#call(expression);
    }
  }

  #require(holds: boolean, reason: string, at: Expression): void {
    if (!holds) throw new ParseError(reason, at.position, this.#query);
  }

  /** Computed durations are checked when they are known. */
  #positive(node: MatrixSelector | Subquery, duration: Duration): void {
    if (duration.kind !== "ms" || duration.ms > 0) return;
    const inner = node.kind === "matrix" ? node.selector : node.expression;
    const start = this.#query.indexOf("[", inner.position.end) + 1;
    throw new ParseError("duration must be greater than 0", { start, end: node.position.end }, this.#query);
  }

  #expect(expression: Expression, wanted: ValueType, context: string): void {
    const got = typeOf(expression);
    this.#require(
      got === wanted,
      `expected type ${nameOfType(wanted)} in ${context}, got ${nameOfType(got)}`,
      expression,
    );
  }

  #aggregation(node: Aggregation): void {
    this.check(node.expression);
    this.#expect(node.expression, "vector", "aggregation expression");
    if (!node.parameter) return;
    this.check(node.parameter);
    this.#expect(
      node.parameter,
      node.operator === "count_values" ? "string" : "scalar",
      "aggregation parameter",
    );
  }

  #call(node: Call): void {
    const { args, variadic } = signatures.get(node.name) ?? { args: [], variadic: 0 };
    const least = variadic === 0 ? args.length : args.length - 1;
    const given = node.args.length;
    const name = JSON.stringify(node.name);
    if (variadic === 0) {
      this.#require(given === least, `expected ${least} argument(s) in call to ${name}, got ${given}`, node);
    } else {
      this.#require(
        given >= least,
        `expected at least ${least} argument(s) in call to ${name}, got ${given}`,
        node,
      );
      const most = least + variadic;
      this.#require(
        variadic < 0 || given <= most,
        `expected at most ${most} argument(s) in call to ${name}, got ${given}`,
        node,
      );
    }
    node.args.forEach((arg, i) => {
      this.check(arg);
      this.#expect(arg, args[Math.min(i, args.length - 1)] as ValueType, `call to function ${name}`);
    });
    if (node.name === "info" && node.args[1]) this.#infoSelector(node.args[1]);
  }

  #infoSelector(selector: Expression): void {
    this.#require(selector.kind === "selector", "expected label selectors only", selector);
  }

  #binary(node: Binary): void {
    this.check(node.left);
    this.check(node.right);
    const [left, right] = [typeOf(node.left), typeOf(node.right)];
    const { operator, matching } = node;
    this.#require(
      !node.bool || isComparison(operator),
      "bool modifier can only be used on comparison operators",
      node,
    );
    this.#require(
      !isComparison(operator) || node.bool || left !== "scalar" || right !== "scalar",
      "comparisons between scalars must use BOOL modifier",
      node,
    );
    const operands = "binary expression must contain only scalar and instant vector types";
    this.#require(left === "scalar" || left === "vector", operands, node.left);
    this.#require(right === "scalar" || right === "vector", operands, node.right);
    if (left === "vector" && right === "vector") return this.#matching(node);
    this.#require(
      !isSetOperator(operator),
      `set operator ${JSON.stringify(operator)} not allowed in binary scalar expression`,
      node,
    );
    this.#require(matching === undefined, "vector matching only allowed between instant vectors", node);
  }

  #matching(node: Binary): void {
    const { operator, matching } = node;
    if (!matching) return;
    if (isSetOperator(operator)) {
      const grouped = matching.cardinality === "many-to-one" || matching.cardinality === "one-to-many";
      this.#require(!grouped, `no grouping allowed for ${JSON.stringify(operator)} operation`, node);
      this.#require(
        matching.fillLeft === undefined && matching.fillRight === undefined,
        `filling in missing series not allowed for set operators`,
        node,
      );
    }
    for (const label of matching.on ? matching.labels : []) {
      this.#require(
        !matching.include.includes(label),
        `label ${JSON.stringify(label)} must not occur in ON and GROUP clause at once`,
        node,
      );
    }
  }
}
