import { parseDuration } from "@naru/promql";
import { RE2JS } from "re2js";
import { TemplateError } from "./error.ts";
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
} from "./humanize.ts";

export type Callable = (given: readonly unknown[]) => unknown;

/** As Go's templates see it: false, 0, nothing and what is empty are not true. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

export function printed(value: unknown): string {
  if (typeof value === "number") return goNumber(value);
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(" ")}]`;
  if (typeof value !== "object" || value === null) return "";
  return `map[${Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${key}:${printed(item)}`)
    .join(" ")}]`;
}

/** As Go's `%v` prints a float. */
function goNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value !== 0 && (Math.abs(value) >= 1e21 || Math.abs(value) < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return String(value);
}

function numberOf(value: unknown): number {
  const number =
    typeof value === "number"
      ? value
      : Number(typeof value === "string" && value !== "" ? value : Number.NaN);
  if (Number.isNaN(number) && value !== "NaN" && typeof value !== "number")
    throw new TemplateError(`${JSON.stringify(printed(value))} is no number`);
  return number;
}

const text = (value: unknown): string => printed(value);
const compared = (a: unknown, b: unknown): number =>
  typeof a === "number" && typeof b === "number" ? a - b : text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
const ordered =
  (holds: (order: number) => boolean): Callable =>
  ([a, b]) =>
    holds(compared(a, b));

/** Go's verbs, as far as alerts use them: %s %v %q %d %x %f %e %g %t %% with flags, width and precision. */
function printf([format, ...given]: readonly unknown[]): string {
  let next = 0;
  return text(format).replaceAll(
    /%([-+0 ]*)(\d*)(?:\.(\d+))?([svqdxfegt%])/g,
    (_, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === "%") return "%";
      const body = verbed(
        verb,
        given[next++],
        precision === undefined ? undefined : Math.min(Number(precision), 30),
      );
      const signed = flags.includes("+") && /^\d/.test(body) ? `+${body}` : body;
      const size = Math.min(Number(width || 0), 200);
      if (flags.includes("-")) return signed.padEnd(size);
      return signed.padStart(size, flags.includes("0") ? "0" : " ");
    },
  );
}

function verbed(verb: string, value: unknown, precision: number | undefined): string {
  switch (verb) {
    case "d":
      return String(Math.trunc(numberOf(value)));
    case "x":
      return Math.trunc(numberOf(value)).toString(16);
    case "f":
      return numberOf(value).toFixed(precision ?? 6);
    case "e":
      return numberOf(value)
        .toExponential(precision ?? 6)
        .replace(/e([+-])(\d)$/, "e$10$2");
    case "g":
      return precision === undefined
        ? goNumber(numberOf(value))
        : String(Number(numberOf(value).toPrecision(precision || 1)));
    case "q":
      return JSON.stringify(text(value));
    default:
      return precision === undefined ? text(value) : text(value).slice(0, precision);
  }
}

/** A pattern of RE2, so that no text can make it slow. */
function replaceAll([pattern, replacement, source]: readonly unknown[]): string {
  try {
    const found = RE2JS.compile(text(pattern));
    return found.matcher(text(source)).replaceAll(text(replacement).replaceAll(/\$\{(\w+)\}/g, "$$$1"));
  } catch (cause) {
    throw new TemplateError(`reReplaceAll: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function indexed([value, ...keys]: readonly unknown[]): unknown {
  return keys.reduce((at: unknown, key) => {
    if (Array.isArray(at)) return at[numberOf(key)] ?? "";
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, text(key))) return "";
    return (at as Record<string, unknown>)[text(key)];
  }, value);
}

const lengthOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.keys(value).length : text(value).length;

/** Prometheus's and Alertmanager's functions, besides those of Go itself.
 *  Source: https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
export const functions: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ["humanize", ([value]) => humanize(numberOf(value))],
  ["humanize1024", ([value]) => humanize1024(numberOf(value))],
  ["humanizeDuration", ([value]) => humanizeDuration(numberOf(value))],
  ["humanizePercentage", ([value]) => humanizePercentage(numberOf(value))],
  ["humanizeTimestamp", ([value]) => humanizeTimestamp(numberOf(value))],
  ["toUpper", ([value]) => text(value).toUpperCase()],
  ["toLower", ([value]) => text(value).toLowerCase()],
  [
    "title",
    ([value]) =>
      text(value).replaceAll(/(^|[\s_-])(\p{L})/gu, (_, gap: string, c: string) => gap + c.toUpperCase()),
  ],
  ["trimSpace", ([value]) => text(value).trim()],
  [
    "join",
    ([separator, items]) => (Array.isArray(items) ? items.map(printed).join(text(separator)) : text(items)),
  ],
  ["stringSlice", (items) => [...items]],
  ["match", ([pattern, value]) => RE2JS.compile(text(pattern)).matcher(text(value)).find()],
  ["reReplaceAll", replaceAll],
  ["stripPort", ([value]) => text(value).replace(/:\d+$/, "")],
  ["stripDomain", ([value]) => text(value).replace(/^([^.:\d][^.:]*)\.[^:]*(:\d+)?$/, "$1$2")],
  ["parseDuration", ([value]) => (parseDuration(text(value)) ?? Number.NaN) / 1000],
  ["urlquery", ([value]) => encodeURIComponent(text(value))],
  ["printf", printf],
  ["print", (given) => given.map(printed).join("")],
  ["println", (given) => `${given.map(printed).join(" ")}\n`],
  ["len", ([value]) => lengthOf(value)],
  ["index", indexed],
  ["eq", ([first, ...others]) => others.some((each) => compared(first, each) === 0)],
  ["ne", ordered((order) => order !== 0)],
  ["lt", ordered((order) => order < 0)],
  ["le", ordered((order) => order <= 0)],
  ["gt", ordered((order) => order > 0)],
  ["ge", ordered((order) => order >= 0)],
  ["not", ([value]) => !isTrue(value)],
  ["and", (given) => given.find((each) => !isTrue(each)) ?? given.at(-1)],
  ["or", (given) => given.find(isTrue) ?? given.at(-1)],
]);
