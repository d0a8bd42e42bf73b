import { FilterError } from "./error.ts";
import { type Comparison, everything, type Filter } from "./syntax.ts";
import { type Token, tokenize } from "./tokens.ts";

const deepest = 64;

/** Reads a filter; the empty text means everything.
 *  @throws FilterError with the place and a help */
export function parseFilter(text: string): Filter {
  const reader = readerOf(tokenize(text), text.length);
  const filter = reader.peek() ? alternatives(reader, 0) : everything;
  const rest = reader.peek();
  if (rest)
    throw new FilterError("This ) closes nothing", { position: rest.at, help: "Remove it, or open with (." });
  return filter;
}

interface Reader {
  /** The token ahead, by default the next one. */
  peek(ahead?: number): Token | undefined;
  take(): Token | undefined;
  readonly end: number;
}

function readerOf(tokens: readonly Token[], end: number): Reader {
  let next = 0;
  return { peek: (ahead = 0) => tokens[next + ahead], take: () => tokens[next++], end };
}

/** terms OR terms OR … */
function alternatives(reader: Reader, depth: number): Filter {
  const first = terms(reader, depth);
  const others: Filter[] = [];
  while (reader.peek()?.type === "or") {
    reader.take();
    others.push(terms(reader, depth));
  }
  return others.length === 0 ? first : { type: "or", terms: [first, ...others] };
}

/** One term after the other, each of which must hold. */
function terms(reader: Reader, depth: number): Filter {
  const found: Filter[] = [term(reader, depth)];
  for (let token = reader.peek(); token && token.type !== ")" && token.type !== "or"; token = reader.peek()) {
    if (token.type === "and") reader.take();
    found.push(term(reader, depth));
  }
  return found.length === 1 && found[0] ? found[0] : { type: "and", terms: found };
}

function term(reader: Reader, depth: number): Filter {
  const token = reader.take();
  if (depth > deepest) throw new FilterError("The filter is nested too deeply", { position: token?.at ?? 0 });
  if (token?.type === "-") return { type: "not", term: term(reader, depth + 1) };
  if (token?.type === "(") return group(reader, token.at, depth);
  if (token?.type === "word") return condition(reader, token);
  throw new FilterError(token ? `A condition is missing before ${shown(token)}` : "A condition is missing", {
    position: token?.at ?? reader.end,
    help: 'Put a sign that is meant as text in quotes: "->".',
  });
}

function group(reader: Reader, at: number, depth: number): Filter {
  const inner = alternatives(reader, depth + 1);
  if (reader.take()?.type === ")") return inner;
  throw new FilterError("This ( is not closed", { position: at, help: "End the group with )." });
}

function condition(reader: Reader, word: Token & { type: "word" }): Filter {
  const ahead = reader.peek();
  if (ahead?.type !== "operator") return { type: "text", text: word.text };
  reader.take();
  const value = reader.take();
  if (value?.type !== "word") {
    const help = `Write a value after ${word.text}${ahead.operator}, or "" for the empty text.`;
    throw new FilterError("A value is missing", { position: value?.at ?? reader.end, help });
  }
  return value.text === "*" && !value.quoted
    ? existence(word.text, ahead.operator, ahead.at)
    : { type: "compare", key: word.text, operator: ahead.operator, value: value.text };
}

function existence(key: string, operator: Comparison["operator"], at: number): Filter {
  if (operator === "=") return { type: "exists", key };
  if (operator === "!=") return { type: "not", term: { type: "exists", key } };
  throw new FilterError(`* has no meaning after ${operator}`, {
    position: at,
    help: `Write ${key}=* or ${key}!=*.`,
  });
}

function shown(token: Token): string {
  if (token.type === "operator") return token.operator;
  return token.type === "word" ? token.text : token.type.toUpperCase();
}
