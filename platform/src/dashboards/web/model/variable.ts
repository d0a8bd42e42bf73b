import type { JsonObject, Miss, Variable } from "./dashboard.ts";
import { at, field, isObject, textOf, textsOf } from "./json.ts";

export const variableKinds = ["query", "custom", "interval", "constant", "textbox"] as const;
const mostVariables = 50;
const mostOptions = 1000;
/** Names that Grafana gives to the choice of everything. */
const all = "$__all";

export function readVariables(list: readonly unknown[], miss: Miss): Variable[] {
  return list
    .filter(isObject)
    .slice(0, mostVariables)
    .flatMap((raw): Variable[] => {
      const name = nameOf(raw);
      const type = textOf(field(raw, "type"));
      // There is one data source here: ours.
      if (type === "datasource" || name === undefined) return [];
      const { regex, isRun } = regexOf(raw);
      if (!isRun) miss("variableRegex", name, regex);
      if (isShown(raw)) return [readVariable(raw)];
      miss("variableType", name, type);
      return [];
    });
}

/** Patterns are run by the server, in linear time: without looking around and back. */
function regexOf(raw: JsonObject): { readonly regex: string; readonly isRun: boolean } {
  const regex = textOf(field(raw, "regex"));
  return { regex, isRun: regex.length <= 1000 && !/\(\?<?[=!]|\\[1-9]/.test(regex) };
}

function nameOf(raw: JsonObject): string | undefined {
  const name = textOf(field(raw, "name"));
  return /^\w{1,100}$/.test(name) ? name : undefined;
}

const kindOf = (raw: JsonObject): Variable["kind"] | undefined =>
  variableKinds.find((each) => each === field(raw, "type"));

/** Whether people can choose it here. */
export const isShown = (raw: JsonObject): boolean => nameOf(raw) !== undefined && kindOf(raw) !== undefined;

/** @param raw one that is shown */
export function readVariable(raw: JsonObject): Variable {
  const name = nameOf(raw) ?? "";
  const kind = kindOf(raw) ?? "textbox";
  const query = queryOf(raw);
  const value = at(raw, "current", "value");
  const current = typeof value === "string" ? [value] : textsOf(value);
  const options = kind === "custom" || kind === "interval" ? customOptions(query) : [];
  const hasAll = field(raw, "includeAll") === true;
  const isAll = current.includes(all);
  const { regex, isRun } = regexOf(raw);
  return {
    name,
    label: textOf(field(raw, "label")) || name,
    kind,
    query,
    pattern: isRun ? regex : "",
    options,
    current: isAll ? [] : current.length > 0 || hasAll ? current : options.slice(0, 1),
    isMulti: field(raw, "multi") === true,
    hasAll,
    allValue: textOf(field(raw, "allValue")),
    isHidden: field(raw, "hide") === 2 || kind === "constant",
  };
}

/** Newer JSON has an object where older has the text. */
const queryOf = (raw: JsonObject): string =>
  textOf(at(raw, "query", "query"), textOf(field(raw, "query"), textOf(field(raw, "definition")))).slice(
    0,
    10_000,
  );

/** `a, b, Name : value`; a comma that belongs to a value has a backslash before it. */
function customOptions(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll("\\,", ",").trim())
    .map((part) => /^.+\s:\s(.+)$/.exec(part)?.[1] ?? part)
    .filter((part) => part !== "" && part !== "auto")
    .slice(0, mostOptions);
}

/** What a query variable asks. `undefined`: nothing that we can answer.
 *  Source: https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/#query-variable */
export type VariableQuery =
  | { readonly of: "values"; readonly label: string; readonly selector: string }
  | { readonly of: "labels"; readonly selector: string };

export function variableQuery(text: string): VariableQuery | undefined {
  const [, name = "", inside = ""] = /^\s*(\w+)\(([\s\S]*)\)\s*$/.exec(text) ?? [];
  if (name === "label_names") return { of: "labels", selector: inside.trim() };
  if (name === "metrics") {
    return { of: "values", label: "__name__", selector: `{__name__=~${JSON.stringify(inside.trim())}}` };
  }
  if (name !== "label_values") return undefined;
  const [, selector = "", label = ""] = /^(?:([\s\S]*),)?\s*([\w.$:]+)\s*$/.exec(inside) ?? [];
  return label === "" ? undefined : { of: "values", label, selector: selector.trim() };
}
