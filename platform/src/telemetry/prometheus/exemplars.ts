import { type Expression, Labels, type Matcher, parse } from "@naru/promql";
import { Catalogue, mostSeries } from "./series/catalogue.ts";
import { exemplarsOf, type ExemplarRow, type Reader, type Window } from "./store.ts";
import { classicLabel } from "./translate/name.ts";

export interface SeriesExemplars {
  readonly seriesLabels: Labels;
  readonly exemplars: readonly {
    readonly labels: Labels;
    readonly value: string;
    readonly timestamp: number;
  }[];
}

/** Exemplars of every series that a query selects.
 *  @throws ParseError */
export async function exemplars(reader: Reader, query: string, window: Window): Promise<SeriesExemplars[]> {
  const catalogue = new Catalogue(reader, window);
  const found = new Map<string, SeriesExemplars>();
  for (const matchers of selectorsIn(parse(query))) {
    const series = (await catalogue.find(matchers)).series.filter(({ part }) => part !== "info");
    if (series.length === 0) continue;
    const rows = await exemplarsOf(reader, {
      window,
      metrics: [...new Set(series.map(({ row }) => row.metric))],
      ids: [...new Set(series.map(({ row }) => row.series_id))],
      needed: undefined,
      withStart: false,
      limit: mostSeries,
    });
    const byId = Map.groupBy(rows, (row) => row.series_id);
    for (const { labels, row } of series) {
      const own = byId.get(row.series_id);
      if (own) found.set(labels.key, { seriesLabels: labels, exemplars: own.map(exemplarOf) });
    }
  }
  return [...found.values()];
}

function exemplarOf({ ms, value, trace, span, attributes }: ExemplarRow) {
  const own = Object.entries(attributes).map(([key, text]) => [classicLabel(key), text] as const);
  const labels = Labels.from([...own, ["trace_id", trace], ["span_id", span]]);
  return { labels, value: String(value), timestamp: Number(ms) / 1000 };
}

function selectorsIn(expression: Expression): (readonly Matcher[])[] {
  switch (expression.kind) {
    case "number":
    case "string":
      return [];
    case "selector":
      return [expression.matchers];
    case "matrix":
      return [expression.selector.matchers];
    case "subquery":
    case "unary":
    case "parentheses":
    case "aggregation":
      return selectorsIn(expression.expression);
    case "binary":
      return [...selectorsIn(expression.left), ...selectorsIn(expression.right)];
    case "call":
      return expression.args.flatMap(selectorsIn);
  }
}
