import { distinctColors, type OutputOf } from "@naru/ui";
import type { promql } from "#telemetry/prometheus/api.ts";
import type { Panel } from "../model/dashboard.ts";
import { reduced } from "../model/reducer.ts";
import type { SeriesNames } from "./seriesNames.ts";

export type PanelData = OutputOf<typeof promql>;

/** A series as a panel shows it: named, coloured. */
export interface Drawn {
  /** No other series of the panel has it. */
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

/** The series of all queries; those without a name take the panel's title. */
export function drawnOf({ answers }: PanelData, title: string, names: SeriesNames): Drawn[] {
  const all = answers.flatMap(({ series }, query) =>
    series.map(({ name, labels, values }, i) => ({
      key: `${query}/${i}`,
      name: names.get(name) ?? (name || title),
      labels,
      values,
    })),
  );
  const colors = distinctColors(all.map(({ key }) => key));
  return all.map((each) => ({ ...each, color: colors.get(each.key) ?? "var(--accent)" }));
}

export interface Figure {
  readonly key: string;
  readonly name: string;
  readonly value: number | null;
}

/** One figure a series. */
export const figuresOf = (series: readonly Drawn[], { reducer }: Pick<Panel, "reducer">): Figure[] =>
  series.map(({ key, name, values }) => ({ key, name, value: reduced(values, reducer) }));
