import type { JsonObject, Panel, PanelKind } from "./dashboard.ts";
import { field, isObject, listOf, numberOf } from "./json.ts";
import type { Placed } from "./layout.ts";

/* Changes to a dashboard's JSON. What a change is not about stays as it is, known to us or not. */

/** Panels of the dashboard and of its collapsed rows. */
function withPanels(source: JsonObject, change: (raw: JsonObject) => JsonObject | undefined): JsonObject {
  const panels = listOf(field(source, "panels")).flatMap((raw): unknown[] => {
    if (!isObject(raw)) return [raw];
    const inner = field(raw, "panels");
    const next = change(Array.isArray(inner) ? withPanels(raw, change) : raw);
    return next === undefined ? [] : [next];
  });
  return { ...source, panels };
}

/** Every panel gets an id that no other has: pages tell panels apart by it. */
export function numbered(source: JsonObject): JsonObject {
  const used = new Set<number>();
  let next = nextId(source);
  return withPanels(source, (raw) => {
    const id = idOf(raw);
    if (id > 0 && !used.has(id)) {
      used.add(id);
      return raw;
    }
    return { ...raw, id: next++ };
  });
}

export function nextId(source: JsonObject): number {
  let highest = 0;
  withPanels(source, (raw) => {
    highest = Math.max(highest, idOf(raw));
    return raw;
  });
  return highest + 1;
}

/** 0 for what can't be counted on from. */
function idOf(raw: JsonObject): number {
  const id = numberOf(field(raw, "id")) ?? 0;
  return Number.isInteger(id) && id > 0 && id <= 1e9 ? id : 0;
}

export const withPanel = (
  source: JsonObject,
  id: number,
  change: (raw: JsonObject) => JsonObject | undefined,
): JsonObject => withPanels(source, (raw) => (field(raw, "id") === id ? change(raw) : raw));

export const withoutPanel = (source: JsonObject, id: number): JsonObject =>
  withPanel(source, id, () => undefined);

export function withPlaces(source: JsonObject, places: readonly Placed[]): JsonObject {
  const byId = new Map(places.map(({ id, place }) => [id, place]));
  return withPanels(source, (raw) => {
    const place = byId.get(numberOf(field(raw, "id")) ?? -1);
    return place === undefined ? raw : { ...raw, gridPos: { ...asObject(field(raw, "gridPos")), ...place } };
  });
}

const lowered = (panels: readonly Placed[], by: number): Placed[] =>
  panels.map(({ id, place }) => ({ id, place: { ...place, y: place.y + by } }));

/** Changes the places of the panels that stand under one heading; rows count from there.
 *  @param panels of the section */
export function rearranged(
  source: JsonObject,
  panels: readonly Placed[],
  change: (placed: readonly Placed[]) => readonly Placed[],
): JsonObject {
  const top = panels.reduce((least, { place }) => Math.min(least, place.y), Infinity);
  return withPlaces(source, lowered(change(lowered(panels, -top)), top));
}

/** At the end, below everything else. */
export function withNewPanel(source: JsonObject, raw: JsonObject): JsonObject {
  const panels = listOf(field(source, "panels"));
  const bottom = panels.reduce<number>((most, each) => {
    const place = asObject(field(each, "gridPos"));
    return Math.max(most, (numberOf(place.y) ?? 0) + (numberOf(place.h) ?? 0));
  }, 0);
  const gridPos = { w: 12, h: 8, ...asObject(field(raw, "gridPos")), x: 0, y: bottom };
  return { ...source, panels: [...panels, { ...raw, id: nextId(source), gridPos }] };
}

/** What a person can set of a panel. */
export interface PanelDraft {
  readonly title: string;
  readonly kind: Panel["kind"];
  readonly unit: string;
  readonly text: string;
  readonly isStacked: boolean;
  readonly targets: readonly { readonly expr: string; readonly legend: string; readonly instant: boolean }[];
}

export const draftOf = ({ title, kind, unit, text, isStacked, targets }: Panel): PanelDraft => ({
  title,
  kind,
  unit,
  text,
  isStacked,
  targets,
});

/** Writes a draft into a panel's JSON. Targets keep what else they have, by their place in the list. */
export function written(raw: JsonObject, draft: PanelDraft): JsonObject {
  const fieldConfig = asObject(field(raw, "fieldConfig"));
  const defaults = asObject(field(fieldConfig, "defaults"));
  const custom = asObject(field(defaults, "custom"));
  const before = listOf(field(raw, "targets"))
    .filter(isObject)
    .filter((each) => field(each, "hide") !== true);
  const hidden = listOf(field(raw, "targets")).filter((each) => field(each, "hide") === true);
  const isText = draft.kind === "text";
  return {
    ...raw,
    title: draft.title,
    ...(draft.kind !== "unmapped" && { type: draft.kind satisfies PanelKind }),
    ...(isText && { options: { mode: "markdown", ...asObject(field(raw, "options")), content: draft.text } }),
    ...(!isText &&
      draft.kind !== "unmapped" && {
        targets: [
          ...draft.targets.map(({ expr, legend, instant }, i) => ({
            refId: String.fromCodePoint(65 + (i % 26)),
            ...before[i],
            expr,
            legendFormat: legend,
            ...(instant && { instant: true, range: false }),
          })),
          ...hidden,
        ],
      }),
    fieldConfig: {
      overrides: [],
      ...fieldConfig,
      defaults: {
        ...defaults,
        unit: draft.unit,
        custom: {
          ...custom,
          stacking: { ...asObject(field(custom, "stacking")), mode: draft.isStacked ? "normal" : "none" },
        },
      },
    },
  };
}

const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});
