import { TemplateError } from "./error.ts";
import { type Callable, functions, isTrue, printed } from "./functions.ts";
import { type Node, type Operand, parseTemplate, type Pipeline } from "./parse.ts";

export interface Scope {
  /** What `.` is. */
  readonly dot: unknown;
  /** By name, without `$`. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An expansion may write and walk so much. */
const mostCharacters = 64 * 1024;
const mostSteps = 20_000;

/** Fills in a template. Values are data: nothing of them is ever run, and only their own fields are seen.
 *  @throws TemplateError */
export function expand(template: string, { dot, variables }: Scope): string {
  if (!template.includes("{{")) return template;
  const expansion = new Expansion(dot);
  expansion.run(parseTemplate(template), dot, new Map([["", dot], ...Object.entries(variables)]));
  return expansion.text;
}

type Variables = Map<string, unknown>;

class Expansion {
  readonly #root: unknown;
  text = "";
  #steps = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  run(nodes: readonly Node[], dot: unknown, variables: Variables): void {
    for (const node of nodes) {
      if (++this.#steps > mostSteps) throw new TemplateError(`it takes more than ${mostSteps} steps`);
      this.#node(node, dot, variables);
      if (this.text.length > mostCharacters)
        throw new TemplateError(`it gives more than ${mostCharacters} characters`);
    }
  }

  #node(node: Node, dot: unknown, variables: Variables): void {
    switch (node.kind) {
      case "text":
        this.text += node.text;
        return;
      case "print":
        this.text += printed(this.#pipeline(node.pipeline, dot, variables));
        return;
      case "set":
        if (!node.isNew && !variables.has(node.name))
          throw new TemplateError(`undefined variable "$${node.name}"`);
        variables.set(node.name, this.#pipeline(node.pipeline, dot, variables));
        return;
      case "if":
      case "with": {
        const value = this.#pipeline(node.pipeline, dot, variables);
        const inner = node.kind === "with" && isTrue(value) ? value : dot;
        return this.run(isTrue(value) ? node.body : node.otherwise, inner, variables);
      }
      case "range":
        return this.#range(node, dot, variables);
    }
  }

  #range(node: Node & { kind: "range" }, dot: unknown, variables: Variables): void {
    const items = entriesOf(this.#pipeline(node.pipeline, dot, variables));
    if (items.length === 0) return this.run(node.otherwise, dot, variables);
    for (const [key, item] of items) {
      const inner = new Map(variables);
      const [first, second] = node.names;
      if (second !== undefined) inner.set(first as string, key).set(second, item);
      else if (first !== undefined) inner.set(first, item);
      this.run(node.body, item, inner);
    }
  }

  #pipeline(pipeline: Pipeline, dot: unknown, variables: Variables): unknown {
    let value: unknown;
    pipeline.forEach((command, index) => {
      value = this.#command(command, index === 0 ? [] : [value], dot, variables);
    });
    return value;
  }

  #command(
    [first, ...rest]: readonly Operand[],
    piped: readonly unknown[],
    dot: unknown,
    variables: Variables,
  ): unknown {
    if (!first) throw new TemplateError("missing value for command");
    const given = () => [...rest.map((each) => this.#operand(each, dot, variables)), ...piped];
    if (first.kind === "function") return functionNamed(first.name)(given());
    const value = this.#operand(first, dot, variables);
    if (typeof value === "function") return (value as (...given: unknown[]) => unknown)(...given());
    if (rest.length + piped.length > 0) throw new TemplateError("can't give arguments to a non-function");
    return value;
  }

  #operand(operand: Operand, dot: unknown, variables: Variables): unknown {
    switch (operand.kind) {
      case "literal":
        return operand.value;
      case "function":
        return functionNamed(operand.name)([]);
      case "field":
        return fieldOf(dot, operand.fields);
      case "variable":
        if (operand.name === "") return fieldOf(this.#root, operand.fields);
        if (!variables.has(operand.name)) throw new TemplateError(`undefined variable "$${operand.name}"`);
        return fieldOf(variables.get(operand.name), operand.fields);
      case "pipeline":
        return fieldOf(this.#pipeline(operand.pipeline, dot, variables), operand.fields);
    }
  }
}

function functionNamed(name: string): Callable {
  const found = functions.get(name);
  if (found) return found;
  throw new TemplateError(`function "${name}" not defined`);
}

/** What is not there is empty. */
function fieldOf(value: unknown, fields: readonly string[]): unknown {
  return fields.reduce((at: unknown, name) => {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return "";
    return (at as Record<string, unknown>)[name];
  }, value);
}

function entriesOf(value: unknown): (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
