import type { Pod } from "../controllers/pod-kind.ts";
import { at, fields, records } from "../resources/values.ts";

interface Keyed {
  readonly labelSelector?: unknown;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** The selector of a term, with what the labels of its own pod add: those of the same value, or of another one. */
export function withLabelKeys(term: Keyed, { metadata: { labels = {} } }: Pod): unknown {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (matchLabelKeys.length + mismatchLabelKeys.length === 0) return labelSelector;
  const requiring = (operator: "In" | "NotIn") => (key: string) =>
    Object.hasOwn(labels, key) ? [{ key, operator, values: [labels[key]] }] : [];
  const matchExpressions = [
    ...records(at(labelSelector, "matchExpressions")),
    ...matchLabelKeys.flatMap(requiring("In")),
    ...mismatchLabelKeys.flatMap(requiring("NotIn")),
  ];
  return { ...fields(labelSelector), matchExpressions };
}
