import type { Language } from "@naru/ui";
import { columns, type JsonObject, type PanelKind } from "../model/dashboard.ts";

/* Dashboards that come with Naru, written down briefly. They become the same JSON as everybody's own, so that they are
 * drawn, exported and copied alike. */

export type Words = Readonly<Record<Language, string>>;

export interface Chart {
  readonly title: Words;
  /** Names of OpenTelemetry metrics, of which one is enough for the panel to make sense. */
  readonly of: readonly string[];
  readonly unit?: string;
  readonly queries: readonly (readonly [expr: string, legend?: string])[];
  readonly kind?: PanelKind;
  readonly isStacked?: boolean;
  readonly draw?: "bars";
  readonly max?: number;
  /** From where a value is to be watched, and from where it is bad. */
  readonly limits?: readonly [warn: number, bad: number];
  readonly w?: number;
  readonly h?: number;
}

export interface ChartSection {
  readonly title: Words;
  readonly charts: readonly Chart[];
}

export interface BuiltIn {
  readonly uid: string;
  readonly title: Words;
  readonly description: Words;
  readonly tags: readonly string[];
  readonly variables: readonly { readonly name: string; readonly label: Words; readonly query: string }[];
  readonly sections: readonly ChartSection[];
}

/** As Grafana's JSON.
 *  @param has whether a metric is there; panels without any of theirs are left out */
export function jsonOf(
  { uid, title, description, tags, variables, sections }: BuiltIn,
  language: Language,
  has: (metric: string) => boolean = () => true,
): JsonObject {
  return {
    uid,
    title: title[language],
    description: description[language],
    tags,
    schemaVersion: 39,
    time: { from: "now-1h", to: "now" },
    templating: {
      list: variables.map(({ name, label, query }) => ({
        name,
        label: label[language],
        type: "query",
        query: { query, refId: name },
        multi: true,
        includeAll: true,
        allValue: ".*",
        current: { text: "All", value: "$__all" },
      })),
    },
    panels: panelsOf(sections, language, has),
  };
}

function panelsOf(
  sections: readonly ChartSection[],
  language: Language,
  has: (metric: string) => boolean,
): JsonObject[] {
  const panels: JsonObject[] = [];
  let y = 0;
  for (const { title, charts } of sections) {
    const shown = charts.filter(({ of }) => of.some(has));
    if (shown.length === 0) continue;
    panels.push({
      id: panels.length + 1,
      type: "row",
      title: title[language],
      collapsed: false,
      gridPos: { x: 0, y, w: columns, h: 1 },
      panels: [],
    });
    y += 1;
    let x = 0;
    let rowHeight = 0;
    for (const chart of shown) {
      const { w = 8, h = 7 } = chart;
      if (x + w > columns) [x, y, rowHeight] = [0, y + rowHeight, 0];
      panels.push({ id: panels.length + 1, ...panelOf(chart, language), gridPos: { x, y, w, h } });
      x += w;
      rowHeight = Math.max(rowHeight, h);
    }
    y += rowHeight;
  }
  return panels;
}

function panelOf(chart: Chart, language: Language): JsonObject {
  const { title, unit = "short", queries, kind = "timeseries", isStacked = false, draw, max, limits } = chart;
  const [warn, bad] = limits ?? [];
  return {
    type: kind,
    title: title[language],
    targets: queries.map(([expr, legendFormat = ""], i) => ({
      refId: String.fromCodePoint(65 + i),
      expr,
      legendFormat,
    })),
    fieldConfig: {
      defaults: {
        unit,
        ...(max !== undefined && { max }),
        ...(limits !== undefined && {
          thresholds: {
            mode: "absolute",
            steps: [
              { color: "green", value: null },
              { color: "orange", value: warn },
              { color: "red", value: bad },
            ],
          },
        }),
        custom: {
          fillOpacity: isStacked ? 40 : 0,
          stacking: { mode: isStacked ? "normal" : "none" },
          ...(draw === "bars" && { drawStyle: "bars" }),
        },
      },
      overrides: [],
    },
  };
}
