import { join, raw, type Sql, sql } from "@naru/clickhouse";
import { parseDuration } from "#kernel/quantity.ts";
import { FilterError } from "./error.ts";
import { type Field, fieldOf, severityNumber, type Subject } from "./fields.ts";
import { parseFilter } from "./parse.ts";
import type { Comparison, Filter, Operator } from "./syntax.ts";

/** The filter as a condition on one row of the subject's table; never NULL.
 *  @param since milliseconds since 1970: resources and scopes last seen before that day are not looked at
 *  @throws FilterError when a field is asked for what it cannot do */
export function condition(filter: Filter, subject: Subject, since: number): Sql {
  const inner = (term: Filter) => condition(term, subject, since);
  switch (filter.type) {
    case "and":
      return filter.terms.length === 0 ? raw("true") : sql`(${join(filter.terms.map(inner), " AND ")})`;
    case "or":
      return sql`(${join(filter.terms.map(inner), " OR ")})`;
    case "not":
      return sql`NOT ${inner(filter.term)}`;
    case "text":
      return fullText(subject, filter.text);
    case "exists":
      return exists(fieldOf(subject, filter.key), since);
    case "compare":
      return compare(fieldOf(subject, filter.key), filter, since);
  }
}

/** A filter's text as a condition on one row of `spans`.
 *  @throws FilterError */
export const onSpans = (text: string, window: { readonly from: number }): Sql =>
  condition(parseFilter(text), "traces", window.from);

/** A filter's text as a condition on one row of `logs`.
 *  @throws FilterError */
export const onLogs = (text: string, window: { readonly from: number }): Sql =>
  condition(parseFilter(text), "logs", window.from);

function fullText(subject: Subject, text: string): Sql {
  if (subject === "logs") return bodyHas(text);
  if (subject === "series") {
    throw new FilterError(`${text} stands alone`, {
      help: `A metric has no text to search: write key=${text}.`,
    });
  }
  return sql`(positionCaseInsensitiveUTF8(name, ${text}) > 0 OR positionCaseInsensitiveUTF8(status_message, ${text}) > 0)`;
}

/** Whole ASCII words in this order, by the text index, which answers for one word without the text being read. Other
 *  scripts write words together with their particles, and signs are in no index: those are searched for anywhere. */
function bodyHas(text: string): Sql {
  if (/^[a-z0-9]+$/i.test(text)) return sql`hasAllTokens(body, ${text})`;
  const indexed = /^[\x20-\x7e]+$/.test(text) && /[a-z0-9]/i.test(text);
  if (indexed) return sql`hasPhrase(body, ${text})`;
  const hasCase = text.toLowerCase() !== text.toUpperCase();
  return hasCase ? sql`positionCaseInsensitiveUTF8(body, ${text}) > 0` : sql`position(body, ${text}) > 0`;
}

function exists(field: Field, since: number): Sql {
  switch (field.type) {
    case "text":
      return sql`${raw(field.column)} != ''`;
    case "id":
      return sql`${raw(field.column)} != ${unhex("0".repeat(field.digits))}`;
    case "choice":
    case "severity":
      return sql`${raw(field.column)} != 0`;
    case "duration":
    case "scope":
      return raw("true");
    case "resource":
      return onResource(sql`mapContains(attributes, ${field.key})`, since);
    case "attribute":
      return sql`(mapContains(attributes, ${field.key}) OR ${exists({ ...field, type: "resource" }, since)})`;
  }
}

function compare(field: Field, { key, operator, value }: Comparison, since: number): Sql {
  if (operator === "!=" || operator === "!~") {
    const same = compare(
      field,
      { type: "compare", key, operator: operator === "!=" ? "=" : "~", value },
      since,
    );
    return sql`NOT ${same}`;
  }
  switch (field.type) {
    case "text":
      return compareText(raw(field.column), operator, value, key);
    case "id":
      return sql`${raw(field.column)} = ${idOf(field.digits, operator, value, key)}`;
    case "choice":
      return compareChoice(field, operator, value, key);
    case "duration":
      return sql`${raw(field.column)} ${sign(operator, key)} ${nanosOf(value)}`;
    case "severity":
      return compareSeverity(field.column, operator, value, key);
    case "scope":
      return sql`scope_id IN (SELECT scope_id FROM scopes WHERE ${seen(since)} AND ${compareText(raw("name"), operator, value, key)})`;
    case "resource":
      return onResource(compareAttribute(field.key, operator, value), since);
    case "attribute": {
      const ofResource = onResource(compareAttribute(field.key, operator, value), since);
      const own = compareAttribute(field.key, operator, value);
      return sql`(${own} OR (${anyResource(own, since)} AND NOT mapContains(attributes, ${field.key}) AND ${ofResource}))`;
    }
  }
}

const onResource = (holds: Sql, since: number) =>
  sql`resource_id IN (SELECT resource_id FROM resources WHERE ${seen(since)} AND ${holds})`;
/** The engine knows the answer before it reads the items. When it is no, the index of values serves. */
const anyResource = (holds: Sql, since: number) =>
  sql`(SELECT count() > 0 FROM resources WHERE ${seen(since)} AND ${holds})`;
const seen = (since: number) => sql`day >= toDate(fromUnixTimestamp64Milli(${since}, 'UTC')) - 1`;
const unhex = (digits: string) => sql`CAST(unhex(${digits}), ${raw(`'FixedString(${digits.length / 2})'`)})`;

function compareAttribute(key: string, operator: Operator, value: string): Sql {
  const holds = compareText(sql`attributes[${key}]`, operator, value, key);
  const absentReadsEmpty = operator === "~" || value === "";
  return absentReadsEmpty ? sql`(mapContains(attributes, ${key}) AND ${holds})` : holds;
}

function compareText(text: Sql, operator: Operator, value: string, key: string): Sql {
  if (operator === "=") return sql`${text} = ${value}`;
  if (operator === "~") return sql`match(${text}, ${value})`;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isNaN(number)) {
    throw new FilterError(`${key}${operator} needs a number, not ${value || "nothing"}`);
  }
  return sql`ifNull(toFloat64OrNull(toString(${text})) ${raw(operator)} toFloat64(${number}), false)`;
}

function idOf(digits: number, operator: Operator, value: string, key: string): Sql {
  if (operator !== "=") throw unsupported(key, operator, "= and !=");
  const id = value.toLowerCase();
  if (id.length === digits && /^[0-9a-f]+$/.test(id)) return unhex(id);
  throw new FilterError(`${value} is no ${key}`, { help: `It has ${digits} hexadecimal digits.` });
}

function compareChoice(
  field: Field & { type: "choice" },
  operator: Operator,
  value: string,
  key: string,
): Sql {
  if (operator !== "=") throw unsupported(key, operator, "= and !=");
  const number = field.choices.indexOf(value.toLowerCase());
  if (number !== -1) return sql`${raw(field.column)} = ${number}`;
  throw new FilterError(`${value} is no ${key}`, { help: `It is one of ${field.choices.join(", ")}.` });
}

/** `severity=warn` holds for the four numbers of the class; `>` and `<` compare whole classes. */
function compareSeverity(column: string, operator: Operator, value: string, key: string): Sql {
  const low = severityNumber(value);
  const high = /^\d/.test(value) || low === 0 ? low : low + 3;
  const known = raw(column);
  if (operator === "=") return sql`${known} BETWEEN ${low} AND ${high}`;
  if (operator === ">=") return sql`${known} >= ${low}`;
  if (operator === ">") return sql`${known} > ${high}`;
  if (operator === "<") return sql`${known} BETWEEN 1 AND ${low - 1}`;
  if (operator === "<=") return sql`${known} BETWEEN 1 AND ${high}`;
  throw unsupported(key, operator, "=, !=, <, <=, > and >=");
}

function sign(operator: Operator, key: string): Sql {
  if (operator === "~") throw unsupported(key, operator, "=, !=, <, <=, > and >=");
  return raw(operator);
}

function nanosOf(value: string): number {
  const nanos = parseDuration(value);
  if (nanos !== undefined) return Math.round(nanos);
  throw new FilterError(`${value} is no duration`, { help: "Write a number and its unit: 100ms, 1.5s, 2m." });
}

const unsupported = (key: string, operator: Operator, known: string) =>
  new FilterError(`${key} cannot be compared by ${operator}`, { help: `It understands ${known}.` });
