import { Labels, metricName } from "../../labels.ts";
import type { Matcher } from "../../matcher.ts";
import { type Expression, unwrapped } from "../../syntax/expression.ts";
import { absent, type Row, RowBuilder } from "../rows.ts";

/** 1 at each step at which no row has anything, labelled by what was asked for. */
export function absentRows(rows: readonly Row[], asked: Expression, steps: number, dropName: boolean): Row[] {
  const into = new RowBuilder(labelsOf(asked), steps, dropName);
  for (let step = 0; step < steps; step++) {
    if (rows.every((row) => row.kinds[step] === absent)) into.setFloat(step, 1);
  }
  return into.isEmpty ? [] : [into];
}

/** The labels that a selector asks for by `=`, once each. */
function labelsOf(asked: Expression): Labels {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, operator, value } of matchersOf(unwrapped(asked))) {
    if (name === metricName) continue;
    if (operator === "=" && !seen.has(name)) {
      found.set(name, value);
      seen.add(name);
    } else found.delete(name);
  }
  return Labels.from(found);
}

function matchersOf(expression: Expression): readonly Matcher[] {
  if (expression.kind === "selector") return expression.matchers;
  return expression.kind === "matrix" ? expression.selector.matchers : [];
}
