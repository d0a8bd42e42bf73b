import { TemplateError } from "./error.ts";
import { type Token, tokensOf } from "./tokens.ts";

/* Go's text/template, as far as rules and receivers use it: actions, pipelines, variables, if, range and with.
 * Source: https://pkg.go.dev/text/template */

export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly pipeline: Pipeline }
  | { readonly kind: "set"; readonly name: string; readonly isNew: boolean; readonly pipeline: Pipeline }
  | {
      readonly kind: "if" | "with";
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | {
      readonly kind: "range";
      readonly names: readonly string[];
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** Commands, each given the result of the one before as its last argument. */
export type Pipeline = readonly (readonly Operand[])[];

export type Operand =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "variable"; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: "field"; readonly fields: readonly string[] }
  | { readonly kind: "pipeline"; readonly pipeline: Pipeline; readonly fields: readonly string[] };

/** @throws TemplateError */
export function parseTemplate(text: string): readonly Node[] {
  return new Parser(tokensOf(text)).all();
}

const mostDepth = 50;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  all(): readonly Node[] {
    const nodes = this.#nodes();
    if (this.#at < this.#tokens.length) throw new TemplateError("unexpected {{end}} or {{else}}");
    return nodes;
  }

  /** Up to `end`, `else` or the end of the text. */
  #nodes(): Node[] {
    const nodes: Node[] = [];
    for (let token = this.#peek(); token; token = this.#peek()) {
      if (token.kind === "text") {
        this.#at++;
        nodes.push({ kind: "text", text: token.text });
      } else if (this.#isWord(1, "end") || this.#isWord(1, "else")) {
        return nodes;
      } else {
        const node = this.#action();
        if (node) nodes.push(node);
      }
    }
    return nodes;
  }

  #action(): Node | undefined {
    this.#expect("open");
    const first = this.#peek();
    if (first?.kind === "comment") {
      this.#at++;
      this.#expect("close");
      return undefined;
    }
    if (first?.kind === "word" && (first.text === "if" || first.text === "with" || first.text === "range")) {
      this.#at++;
      return this.#block(first.text);
    }
    const set = this.#assignment();
    if (set) return set;
    const pipeline = this.#pipeline();
    this.#expect("close");
    return { kind: "print", pipeline };
  }

  #assignment(): Node | undefined {
    const [name, sign] = [this.#tokens[this.#at], this.#tokens[this.#at + 1]];
    if (name?.kind !== "variable" || sign?.kind !== "assign") return undefined;
    this.#at += 2;
    const pipeline = this.#pipeline();
    this.#expect("close");
    return { kind: "set", name: name.text, isNew: sign.text === ":=", pipeline };
  }

  #block(kind: "if" | "with" | "range"): Node {
    if (++this.#depth > mostDepth) throw new TemplateError(`blocks stand more than ${mostDepth} deep`);
    const names = kind === "range" ? this.#rangeNames() : [];
    const pipeline = this.#pipeline();
    this.#expect("close");
    const body = this.#nodes();
    const otherwise = this.#otherwise();
    this.#depth--;
    return kind === "range"
      ? { kind, names, pipeline, body, otherwise }
      : { kind, pipeline, body, otherwise };
  }

  /** `$k, $v :=` */
  #rangeNames(): string[] {
    const ahead = this.#tokens.slice(this.#at, this.#at + 4);
    const names = ahead.filter((each) => each.kind === "variable").map((each) => each.text);
    const width = ahead[1]?.kind === "comma" ? 3 : 1;
    if (ahead[0]?.kind !== "variable" || ahead[width]?.kind !== "assign") return [];
    this.#at += width + 1;
    return names.slice(0, width === 3 ? 2 : 1);
  }

  #otherwise(): readonly Node[] {
    this.#expect("open");
    const word = this.#take();
    if (word?.text === "end") {
      this.#expect("close");
      return [];
    }
    if (word?.text !== "else") throw new TemplateError("a block has no {{end}}");
    const next = this.#peek();
    if (next?.kind === "word" && next.text === "if") {
      this.#at++;
      return [this.#block("if")];
    }
    this.#expect("close");
    const nodes = this.#nodes();
    this.#expect("open");
    if (this.#take()?.text !== "end") throw new TemplateError("a block has no {{end}}");
    this.#expect("close");
    return nodes;
  }

  #pipeline(): Pipeline {
    if (++this.#depth > mostDepth) throw new TemplateError(`parentheses stand more than ${mostDepth} deep`);
    const commands = [this.#command()];
    while (this.#peek()?.kind === "pipe") {
      this.#at++;
      commands.push(this.#command());
    }
    this.#depth--;
    return commands;
  }

  #command(): readonly Operand[] {
    const operands: Operand[] = [];
    for (let next = this.#operand(); next; next = this.#operand()) operands.push(next);
    if (operands.length === 0) throw new TemplateError("missing value for command");
    return operands;
  }

  #operand(): Operand | undefined {
    const token = this.#peek();
    if (!token) return undefined;
    switch (token.kind) {
      case "string":
      case "number":
        this.#at++;
        return { kind: "literal", value: token.kind === "number" ? Number(token.text) : token.text };
      case "variable":
        this.#at++;
        return { kind: "variable", name: token.text, fields: this.#fields() };
      case "field":
        return { kind: "field", fields: this.#fields() };
      case "dot":
        this.#at++;
        return { kind: "field", fields: [] };
      case "word":
        this.#at++;
        return wordOf(token.text);
      case "left": {
        this.#at++;
        const pipeline = this.#pipeline();
        this.#expect("right");
        return { kind: "pipeline", pipeline, fields: this.#fields() };
      }
      case "text":
      case "open":
      case "close":
      case "comment":
      case "pipe":
      case "assign":
      case "comma":
      case "right":
        return undefined;
    }
  }

  /** Fields that follow without a space: `.Labels.job`. */
  #fields(): string[] {
    const fields: string[] = [];
    for (let token = this.#peek(); token?.kind === "field"; token = this.#peek()) {
      if (fields.length > 0 && token.isApart) break;
      if (fields.length === 0 && token.isApart && this.#tokens[this.#at - 1]?.kind === "variable") break;
      fields.push(token.text);
      this.#at++;
    }
    return fields;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  #isWord(ahead: number, word: string): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === "word" && token.text === word;
  }

  #expect(kind: Token["kind"]): void {
    const token = this.#take();
    if (token?.kind !== kind) {
      throw new TemplateError(`unexpected ${JSON.stringify(token?.text ?? "end of text")} in a template`);
    }
  }
}

function wordOf(text: string): Operand {
  if (text === "true" || text === "false") return { kind: "literal", value: text === "true" };
  return text === "nil" ? { kind: "literal", value: null } : { kind: "function", name: text };
}
