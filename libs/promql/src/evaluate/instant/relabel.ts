import type { RE2JS } from "re2js";
import { EvaluationError } from "../../errors.ts";
import { isLabelName, metricName } from "../../labels.ts";
import { wholeTextPattern } from "../../matcher.ts";
import { mergeRows, type Row } from "../rows.ts";

/** `label_replace`: sets a label from another one where a pattern fits the whole of it. */
export function labelReplace(
  rows: readonly Row[],
  [target, replacement, source, pattern]: readonly string[],
): readonly Row[] {
  const compiled = patternOf(pattern ?? "");
  requireLabel(target ?? "", "destination", "label_replace");
  return mergeRows(
    rows.map((row) => {
      const found = compiled.matcher(row.labels.get(source ?? ""));
      if (!found.matches()) return row;
      return withLabel(
        row,
        target ?? "",
        expanded(replacement ?? "", compiled, (group) => found.group(group) ?? ""),
      );
    }),
  );
}

function patternOf(pattern: string): RE2JS {
  try {
    return wholeTextPattern(pattern);
  } catch {
    throw new EvaluationError(`invalid regular expression in label_replace(): ${pattern}`);
  }
}

/** `$1`, `${1}`, `$name`, `${name}` and `$$`, as Go's `Regexp.Expand` reads them. */
function expanded(template: string, pattern: RE2JS, group: (index: number) => string): string {
  const names = pattern.namedGroups();
  return template.replaceAll(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === "$$") return "$";
    const name = braced ?? bare ?? "";
    const index = /^\d+$/.test(name) ? Number(name) : (names[name] ?? -1);
    return index >= 0 && index <= pattern.groupCount() ? group(index) : "";
  });
}

/** `label_join`: sets a label from several ones. */
export function labelJoin(
  rows: readonly Row[],
  [target, separator, ...sources]: readonly string[],
): readonly Row[] {
  for (const source of sources) requireLabel(source, "source", "label_join");
  requireLabel(target ?? "", "destination", "label_join");
  return mergeRows(
    rows.map((row) =>
      withLabel(row, target ?? "", sources.map((source) => row.labels.get(source)).join(separator ?? "")),
    ),
  );
}

function withLabel(row: Row, name: string, value: string): Row {
  const { kinds, values, histograms } = row;
  const dropName = name === metricName ? false : row.dropName;
  return { kinds, values, histograms, labels: row.labels.with(name, value), dropName };
}

function requireLabel(name: string, role: string, called: string): void {
  if (!isLabelName(name)) throw new EvaluationError(`invalid ${role} label name in ${called}(): ${name}`);
}
