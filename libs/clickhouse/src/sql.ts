import type { Sql } from "./client.ts";

/** A parameter with its ClickHouse type, when it can't be told from the JavaScript value. */
export class Typed {
  readonly type: string;
  readonly value: unknown;
  constructor(type: string, value: unknown) {
    this.type = type;
    this.value = value;
  }
}

export const typed = (type: string, value: unknown): Typed => new Typed(type, value);

/** Builds a statement whose values travel as ClickHouse parameters (`{p0:String}`), never as text.
 *  Another `Sql` in a hole is spliced in; strings become String, integers Int64, other numbers Float64,
 *  booleans Bool, arrays Array of their first element's type. */
export function sql(strings: TemplateStringsArray, ...holes: readonly unknown[]): Sql {
  const params: Record<string, unknown> = {};
  let text = strings[0] ?? "";
  holes.forEach((hole, i) => {
    text += isSql(hole) ? splice(hole, params) : bind(hole, params);
    text += strings[i + 1] ?? "";
  });
  return { text, params };
}

/** Joins fragments, e.g. conditions with " AND ". */
export function join(parts: readonly Sql[], separator: string): Sql {
  const params: Record<string, unknown> = {};
  return { text: parts.map((part) => splice(part, params)).join(separator), params };
}

/** Text that the program itself wrote: names of tables and columns, keywords. Never anything from outside. */
export const raw = (text: string): Sql => ({ text, params: {} });

function isSql(value: unknown): value is Sql {
  return typeof value === "object" && value !== null && "text" in value && "params" in value;
}

function splice(part: Sql, into: Record<string, unknown>): string {
  return part.text.replaceAll(/\{(p\d+):/g, (_, name: string) => {
    const renamed = `p${Object.keys(into).length}`;
    into[renamed] = part.params[name];
    return `{${renamed}:`;
  });
}

function bind(value: unknown, params: Record<string, unknown>): string {
  const name = `p${Object.keys(params).length}`;
  const type = value instanceof Typed ? value.type : typeOf(value);
  params[name] = value instanceof Typed ? value.value : value;
  return `{${name}:${type}}`;
}

function typeOf(value: unknown): string {
  if (typeof value === "string") return "String";
  if (typeof value === "bigint") return value > 0x7fff_ffff_ffff_ffffn ? "UInt64" : "Int64";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "Int64" : "Float64";
  if (typeof value === "boolean") return "Bool";
  if (Array.isArray(value)) return `Array(${value.length === 0 ? "String" : typeOf(value[0])})`;
  throw new TypeError(`no ClickHouse type for ${typeof value}`);
}

/** A moment, by its milliseconds since 1970. */
export const dateTime = (ms: number): Sql => sql`fromUnixTimestamp64Milli(${Math.round(ms)}, 'UTC')`;
