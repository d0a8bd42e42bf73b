import type { Search } from "./search.ts";

type Value = string | number | boolean | readonly string[];
export type UrlShape = Readonly<Record<string, Value>>;
/** The state with its literal defaults widened to their types. */
export type UrlState<S extends UrlShape> = {
  readonly [K in keyof S]: S[K] extends boolean ? boolean : S[K] extends number ? number : S[K];
};

/** Reads a page's state from the address; what is missing or malformed takes its default. */
export function readUrl<S extends UrlShape>(defaults: S, search: Search): UrlState<S> {
  const entries = Object.entries(defaults).map(([key, fallback]) => [key, readValue(search[key], fallback)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- readValue keeps each default's type
  return Object.fromEntries(entries) as UrlState<S>;
}

function readValue(raw: Search[string] | undefined, fallback: Value): Value {
  if (raw === undefined) return fallback;
  if (Array.isArray(fallback)) return typeof raw === "string" ? [raw] : raw;
  const text = typeof raw === "string" ? raw : (raw[0] ?? "");
  if (typeof fallback === "boolean") return text === "1";
  if (typeof fallback !== "number") return text;
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : fallback;
}

/** The address after a change. Defaults are left out, so that links stay short. */
export function writeUrl<S extends UrlShape>(
  defaults: S,
  search: Search,
  change: Partial<UrlState<S>>,
): Record<string, string | readonly string[]> {
  const next: Record<string, string | readonly string[]> = { ...search };
  for (const [key, value] of Object.entries<Value | undefined>(change)) {
    if (value === undefined) continue;
    if (String(value) === String(defaults[key])) delete next[key];
    else if (typeof value === "boolean") next[key] = value ? "1" : "0";
    else next[key] = typeof value === "number" ? String(value) : value;
  }
  return next;
}
