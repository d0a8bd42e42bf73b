import type { Filter } from "./syntax.ts";

/** The shortest text that reads as this filter. */
export function printFilter(filter: Filter): string {
  switch (filter.type) {
    case "and":
      return filter.terms.map((term) => nested(term, ["and", "or"])).join(" ");
    case "or":
      return filter.terms.map((term) => nested(term, ["or"])).join(" OR ");
    case "not":
      return `-${nested(filter.term, ["and", "or"])}`;
    case "exists":
      return `${printKey(filter.key)}=*`;
    case "text":
      return printKey(filter.text);
    case "compare":
      return `${printKey(filter.key)}${filter.operator}${printValue(filter.value)}`;
  }
}

function nested(filter: Filter, grouped: readonly Filter["type"][]): string {
  const text = printFilter(filter);
  return grouped.includes(filter.type) ? `(${text})` : text;
}

/** Keys and words may stand bare when no sign of the language is in them. */
const printKey = (key: string) =>
  /^[^\s()"=~<>!-][^\s()"=~<>!]*$/.test(key) && !/^(OR|AND)$/.test(key) ? key : quote(key);
const printValue = (value: string) =>
  /^[^\s()"=~<>!][^\s()"]*$/.test(value) && value !== "*" ? value : quote(value);
const quote = (text: string) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
