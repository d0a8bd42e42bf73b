/* A dashboard as it is drawn: the part of Grafana's dashboard JSON that we show. The JSON itself is kept beside it, so
 * that nothing is lost of what is not shown.
 * Source: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */

export type JsonObject = Readonly<Record<string, unknown>>;

export const panelKinds = [
  "timeseries",
  "stat",
  "gauge",
  "bargauge",
  "table",
  "heatmap",
  "logs",
  "text",
] as const;
export type PanelKind = (typeof panelKinds)[number];

/** Of the grid that panels stand in. */
export const columns = 24;

/** In columns and rows of the grid. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Target {
  readonly expr: string;
  readonly legend: string;
  readonly instant: boolean;
}

/** What a value above `from` means; the first has no `from`. */
export interface Threshold {
  readonly from: number | null;
  readonly tone: Tone;
}
export type Tone = "good" | "warn" | "bad" | "none";

/** How a series becomes one figure. */
export const reducers = ["last", "mean", "min", "max", "sum"] as const;
export type Reducer = (typeof reducers)[number];

export interface Panel {
  readonly id: number;
  /** `unmapped`: shown as what it is called only. */
  readonly kind: PanelKind | "unmapped";
  /** As the JSON calls it. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly place: Place;
  readonly targets: readonly Target[];
  /** As Grafana calls it: `bytes`, `percentunit`, `s` … */
  readonly unit: string;
  readonly decimals: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly thresholds: readonly Threshold[];
  readonly draw: "line" | "area" | "bars";
  readonly isStacked: boolean;
  readonly reducer: Reducer;
  /** Markdown of a text panel. */
  readonly text: string;
}

/** Panels under one heading. The first section may have none. */
export interface Section {
  readonly id: number;
  readonly title: string;
  readonly isCollapsed: boolean;
  readonly panels: readonly Panel[];
}

export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly kind: "query" | "custom" | "interval" | "constant" | "textbox";
  /** What a query variable asks, or the value of a constant or text. */
  readonly query: string;
  /** What of the query's values is taken, as Grafana writes it; empty for all. */
  readonly pattern: string;
  readonly options: readonly string[];
  readonly current: readonly string[];
  readonly isMulti: boolean;
  readonly hasAll: boolean;
  readonly allValue: string;
  readonly isHidden: boolean;
}

/** Something of the JSON that is kept but not shown. */
export interface Unmapped {
  readonly what:
    | "panelType"
    | "dataSource"
    | "transformations"
    | "overrides"
    | "repeat"
    | "variableType"
    | "variableRegex"
    | "annotations"
    | "tooMany"
    | "html";
  /** Where: the title of a panel, or the name of a variable. */
  readonly at: string;
  readonly detail: string;
}

/** Told of everything that is not shown. */
export type Miss = (what: Unmapped["what"], at: string, detail?: string) => void;

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly sections: readonly Section[];
  readonly variables: readonly Variable[];
  /** The time range that it is made for, as `now-6h`. */
  readonly from: string | null;
  readonly unmapped: readonly Unmapped[];
  readonly source: JsonObject;
}

/** The panels that stand under the same heading, the panel itself among them. */
export const neighboursOf = (sections: readonly Section[], { id }: Pick<Panel, "id">): readonly Panel[] =>
  sections.find(({ panels }) => panels.some((each) => each.id === id))?.panels ?? [];
