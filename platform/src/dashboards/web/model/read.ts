import type { Dashboard, JsonObject, Miss, Panel, Section, Unmapped } from "./dashboard.ts";
import { numbered } from "./edit.ts";
import { at, field, isObject, listOf, textOf, textsOf, wholeOf } from "./json.ts";
import { readPanel } from "./panel.ts";
import { readVariables } from "./variable.ts";

/** Characters that a dashboard's JSON may have: what a ConfigMap can hold, with room for the request around it. */
export const mostCharacters = 500_000;
const mostPanels = 300;

/** The text is no dashboard; the message says why. */
export class NoDashboard extends Error {
  override readonly name = "NoDashboard";
  readonly reason: "tooLarge" | "noJson" | "noObject" | "noPanels";
  constructor(reason: NoDashboard["reason"], detail = "") {
    super(detail);
    this.reason = reason;
  }
}

/** Reads what Grafana exports, and what its API gives (`{"dashboard": …, "meta": …}`).
 *  @throws NoDashboard */
export function parseDashboard(text: string): Dashboard {
  if (text.length > mostCharacters) throw new NoDashboard("tooLarge");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new NoDashboard("noJson", error instanceof Error ? error.message : "");
  }
  const inner = field(value, "dashboard");
  const source = isObject(inner) && field(value, "panels") === undefined ? inner : value;
  if (!isObject(source)) throw new NoDashboard("noObject");
  if (!Array.isArray(field(source, "panels"))) throw new NoDashboard("noPanels");
  return readDashboard(numbered(source));
}

/** Never throws: what can't be understood is left out, and told where somebody would miss it. */
export function readDashboard(source: JsonObject): Dashboard {
  const unmapped: Unmapped[] = [];
  const miss: Miss = (what, at, detail = "") => {
    unmapped.push({ what, at, detail: detail.slice(0, 200) });
  };
  const sections = sectionsOf(source, miss);
  const variables = readVariables(listOf(at(source, "templating", "list")), miss);
  const annotations = listOf(at(source, "annotations", "list")).filter((each) => !field(each, "builtIn"));
  if (annotations.length > 0)
    miss("annotations", "", annotations.map((each) => textOf(field(each, "name"))).join());
  return {
    uid: textOf(field(source, "uid")).slice(0, 200),
    title: textOf(field(source, "title")).trim().slice(0, 200),
    description: textOf(field(source, "description")),
    tags: textsOf(field(source, "tags")).slice(0, 50),
    sections,
    variables,
    from: /^now-\d+[smhd]$/.exec(textOf(at(source, "time", "from")))?.[0] ?? null,
    unmapped,
    source,
  };
}

/** In Grafana, a row begins a section; an open one is followed by its panels, a collapsed one has them inside. */
function sectionsOf(source: JsonObject, miss: Miss): Section[] {
  const all = listOf(field(source, "panels")).filter(isObject).toSorted(byPlace);
  if (all.length > mostPanels) miss("tooMany", "", String(all.length));
  const sections: { id: number; title: string; isCollapsed: boolean; panels: Panel[] }[] = [
    { id: 0, title: "", isCollapsed: false, panels: [] },
  ];
  let count = 0;
  const add = (raw: JsonObject) => {
    if (count++ < mostPanels) sections.at(-1)?.panels.push(readPanel(raw, miss));
  };
  for (const raw of all) {
    if (field(raw, "type") !== "row") {
      add(raw);
      continue;
    }
    const id = wholeOf(field(raw, "id"), 0, Number.MAX_SAFE_INTEGER, 0);
    sections.push({
      id,
      title: textOf(field(raw, "title")),
      isCollapsed: field(raw, "collapsed") === true,
      panels: [],
    });
    for (const inner of listOf(field(raw, "panels")).filter(isObject).toSorted(byPlace)) add(inner);
  }
  return sections.filter(({ panels, title }) => panels.length > 0 || title !== "");
}

const byPlace = (a: JsonObject, b: JsonObject): number =>
  along(a, "y") - along(b, "y") || along(a, "x") - along(b, "x");

const along = (raw: JsonObject, axis: "x" | "y"): number => wholeOf(at(raw, "gridPos", axis), 0, 1e6, 0);
