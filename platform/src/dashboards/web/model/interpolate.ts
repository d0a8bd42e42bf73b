import type { Variable } from "./dashboard.ts";

/** What is chosen of a variable. Without values it is everything. */
export interface Chosen {
  readonly values: readonly string[];
  /** More than one may be chosen: it stands in a regular expression. */
  readonly isPattern: boolean;
  /** What stands for everything. */
  readonly all: string;
}

export type Choices = ReadonlyMap<string, Chosen>;

export const chosenOf = (variable: Variable, values: readonly string[]): Chosen => ({
  values,
  isPattern: variable.isMulti || variable.hasAll,
  all: variable.allValue || ".*",
});

/* `$name`, `[[name]]`, `${name}`, `${name:format}`. */
const places = /\$\{(\w+)(?::(\w+))?\}|\[\[(\w+)(?::(\w+))?\]\]|\$(\w+)/g;

/** Puts what is chosen in the place of variables. Unknown names stay, `$__interval` among them, which is the server's.
 *  Source: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/ */
export function interpolated(text: string, choices: Choices): string {
  return text.replaceAll(places, (whole, a?: string, b?: string, c?: string, d?: string, e?: string) => {
    const chosen = choices.get(a ?? c ?? e ?? "");
    return chosen === undefined ? whole : written(chosen, b ?? d ?? "");
  });
}

function written({ values, isPattern, all }: Chosen, format: string): string {
  if (values.length === 0) return isPattern ? all : "";
  switch (format) {
    case "raw":
    case "csv":
    case "text":
      return values.join(",");
    case "pipe":
      return values.join("|");
    case "json":
      return JSON.stringify(values);
    case "doublequote":
      return values.map((value) => JSON.stringify(value)).join(",");
    case "singlequote":
      return values.map((value) => `'${value.replaceAll("'", "\\'")}'`).join(",");
    case "regex":
      return alternatives(values);
    default:
      return isPattern ? alternatives(values) : values.map(quoted).join(",");
  }
}

/** Within quotes of PromQL. */
const quoted = (value: string) => value.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n");

/** Within quotes and a regular expression: what escapes is itself escaped. */
export const pattern = (value: string) =>
  value.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\\$&`).replaceAll('"', '\\"');

const alternatives = (values: readonly string[]): string => {
  const [only = ""] = values;
  return values.length === 1 ? pattern(only) : `(${values.map(pattern).join("|")})`;
};
