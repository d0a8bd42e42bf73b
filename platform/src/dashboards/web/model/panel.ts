import {
  columns,
  type JsonObject,
  type Miss,
  type Panel,
  type PanelKind,
  panelKinds,
  type Place,
  type Target,
  type Threshold,
} from "./dashboard.ts";
import { at, field, isObject, listOf, numberOf, textOf, wholeOf } from "./json.ts";
import { reducerOf } from "./reducer.ts";
import { toneOf } from "./tone.ts";

const mostTargets = 20;

/** Names of before, for the same. */
const olderKinds: Readonly<Record<string, PanelKind>> = {
  graph: "timeseries",
  singlestat: "stat",
  "table-old": "table",
};

export function readPanel(raw: JsonObject, miss: Miss): Panel {
  const type = textOf(field(raw, "type")).slice(0, 100);
  const title = textOf(field(raw, "title")).slice(0, 300);
  const kind = panelKinds.find((each) => each === type) ?? olderKinds[type];
  if (kind === undefined) miss("panelType", title, type);
  else tellRest(raw, title, miss);
  const options = field(raw, "options");
  const defaults = at(raw, "fieldConfig", "defaults");
  const custom = field(defaults, "custom");
  return {
    id: wholeOf(field(raw, "id"), 0, Number.MAX_SAFE_INTEGER, 0),
    kind: kind ?? "unmapped",
    type,
    title,
    description: textOf(field(raw, "description")).slice(0, 2000),
    place: placeOf(field(raw, "gridPos")),
    targets: targetsOf(raw, title, miss),
    unit: textOf(field(defaults, "unit"), textOf(at(listOf(field(raw, "yaxes"))[0], "format"))).slice(0, 100),
    decimals: decimalsOf(field(defaults, "decimals")),
    min: numberOf(field(defaults, "min")),
    max: numberOf(field(defaults, "max")),
    thresholds: thresholdsOf(field(defaults, "thresholds")),
    draw: drawOf(raw, custom),
    isStacked: !["none", ""].includes(textOf(at(custom, "stacking", "mode"))) || field(raw, "stack") === true,
    reducer: reducerOf(listOf(at(options, "reduceOptions", "calcs"))[0]),
    text: kind === "text" ? textOf(field(options, "content"), textOf(field(raw, "content"))) : "",
  };
}

const named = (list: unknown): string[] =>
  listOf(list)
    .map((each) => textOf(field(each, "id")))
    .filter((id) => id !== "");

/** What of a panel that is shown is not. */
function tellRest(raw: JsonObject, title: string, miss: Miss): void {
  const transformations = named(field(raw, "transformations"));
  if (transformations.length > 0) miss("transformations", title, transformations.join(", "));
  if (listOf(at(raw, "fieldConfig", "overrides")).length > 0) miss("overrides", title);
  const repeat = textOf(field(raw, "repeat"));
  if (repeat !== "") miss("repeat", title, repeat);
  if (at(raw, "options", "mode") === "html") miss("html", title);
}

const placeOf = (raw: unknown): Place => {
  const w = wholeOf(field(raw, "w"), 1, columns, 12);
  return {
    x: wholeOf(field(raw, "x"), 0, columns - w, 0),
    y: wholeOf(field(raw, "y"), 0, 100_000, 0),
    w,
    h: wholeOf(field(raw, "h"), 1, 60, 8),
  };
};

function targetsOf(raw: JsonObject, title: string, miss: Miss): Target[] {
  const all = listOf(field(raw, "targets"))
    .filter(isObject)
    .filter((each) => field(each, "hide") !== true);
  if (all.length > mostTargets) miss("tooMany", title, String(all.length));
  return all.slice(0, mostTargets).flatMap((target): Target[] => {
    const source = dataSourceType(field(target, "datasource")) ?? dataSourceType(field(raw, "datasource"));
    if (source !== undefined && source !== "prometheus") {
      miss("dataSource", title, source);
      return [];
    }
    const expr = textOf(field(target, "expr")).slice(0, 10_000);
    if (expr.trim() === "") return [];
    const instant = field(target, "instant") === true && field(target, "range") !== true;
    return [{ expr, legend: textOf(field(target, "legendFormat")).slice(0, 1000), instant }];
  });
}

/** @returns undefined where a variable or the name alone says which: it is taken for Prometheus */
function dataSourceType(raw: unknown): string | undefined {
  const type = field(raw, "type");
  return typeof type === "string" && type !== "" && type !== "datasource" && !type.includes("$")
    ? type
    : undefined;
}

function decimalsOf(raw: unknown): number | null {
  const number = numberOf(raw);
  return number === null ? null : Math.min(8, Math.max(0, Math.round(number)));
}

function thresholdsOf(raw: unknown): Threshold[] {
  if (field(raw, "mode") === "percentage") return [];
  return listOf(field(raw, "steps"))
    .filter(isObject)
    .slice(0, 20)
    .map((step) => ({ from: numberOf(field(step, "value")), tone: toneOf(textOf(field(step, "color"))) }));
}

function drawOf(raw: JsonObject, custom: unknown): Panel["draw"] {
  if (field(custom, "drawStyle") === "bars" || field(raw, "bars") === true) return "bars";
  const opacity = numberOf(field(custom, "fillOpacity")) ?? 0;
  return opacity > 0 ? "area" : "line";
}
