import { Labels, metricName } from "../../labels.ts";
import type { Row } from "../rows.ts";

/** The labels of the group that a series belongs to. */
export function grouper(labels: readonly string[], without: boolean): (of: Labels) => Labels {
  if (without) {
    const dropped = new Set([...labels, metricName]);
    return (of) => of.drop(dropped);
  }
  if (labels.length === 0) return () => Labels.empty;
  const kept = new Set(labels);
  return (of) => of.keep(kept);
}

export interface Group {
  readonly labels: Labels;
  readonly rows: readonly Row[];
}

export function groupsOf(rows: readonly Row[], labelsOf: (of: Labels) => Labels): Group[] {
  const groups = new Map<string, { labels: Labels; rows: Row[] }>();
  for (const row of rows) {
    const labels = labelsOf(row.labels);
    const group = groups.get(labels.key);
    if (group) group.rows.push(row);
    else groups.set(labels.key, { labels, rows: [row] });
  }
  return [...groups.values()];
}
