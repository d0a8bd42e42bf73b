import { type Labels, metricName } from "../../labels.ts";
import { type Binary, isComparison, isTrim, type Matching } from "../../syntax/expression.ts";

/** What two series must have in common to be partners: the labels of `on`, or all but those of `ignoring`. */
export function signature({ on, labels }: Matching): (of: Labels) => Labels {
  if (on) {
    const kept = new Set(labels);
    return (of) => of.keep(kept);
  }
  const dropped = new Set([...labels, metricName]);
  return (of) => of.drop(dropped);
}

/** The labels of a result: those of the side of many, or what both sides matched by.
 *  @param many labels of the left side, or of the side of many
 *  @param one labels of its partner */
export function resultLabels(
  { operator, bool }: Binary,
  matching: Matching,
  many: Labels,
  one: Labels,
): Labels {
  const keepsName = (isComparison(operator) || isTrim(operator)) && !bool;
  let labels = keepsName || bool ? many : many.withoutDescription();
  if (matching.cardinality === "one-to-one") {
    const named = new Set(matching.labels);
    labels = matching.on ? labels.keep(named) : labels.drop(named);
  }
  for (const name of matching.include) labels = labels.with(name, one.get(name));
  return labels;
}
