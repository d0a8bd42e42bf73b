import type { JsonObject, Variable } from "./dashboard.ts";
import { at, field, isObject, listOf } from "./json.ts";
import { isShown, readVariable } from "./variable.ts";

/** What a person can set of a variable. */
export interface VariableDraft extends Pick<
  Variable,
  "name" | "label" | "kind" | "query" | "isMulti" | "hasAll"
> {
  /** Its place in the JSON; undefined for a new one. */
  readonly place: number | undefined;
}

const variablesIn = (source: JsonObject) => listOf(at(source, "templating", "list"));

/** Those that can be changed here, in their order. */
export const variableDrafts = (source: JsonObject): VariableDraft[] =>
  variablesIn(source).flatMap((raw, place) => {
    if (!isObject(raw) || !isShown(raw)) return [];
    const { name, label, kind, query, isMulti, hasAll } = readVariable(raw);
    return [{ name, label, kind, query, isMulti, hasAll, place }];
  });

/** Puts drafts in the place of what they were made of; variables without a draft go, those that are not shown stay. */
export function withVariables(source: JsonObject, drafts: readonly VariableDraft[]): JsonObject {
  const all = variablesIn(source);
  const byPlace = new Map(drafts.map((draft) => [draft.place, draft]));
  const list = all.flatMap((raw, place): unknown[] => {
    if (!isObject(raw) || !isShown(raw)) return [raw];
    const draft = byPlace.get(place);
    return draft === undefined ? [] : [written(raw, draft)];
  });
  const added = drafts.filter(({ place }) => place === undefined).map((draft) => written({}, draft));
  const templating = field(source, "templating");
  return {
    ...source,
    templating: { ...(isObject(templating) ? templating : {}), list: [...list, ...added] },
  };
}

/** What a variable was chosen to be stays, unless it no longer asks the same. */
function written(raw: JsonObject, draft: VariableDraft): JsonObject {
  const { name, label, kind, query, isMulti, hasAll } = draft;
  const isSame = isShown(raw) && asksTheSame(raw, draft);
  const { options: _, current, definition: __, ...rest } = raw;
  return {
    ...rest,
    name,
    label,
    type: kind,
    multi: isMulti,
    includeAll: hasAll,
    query: kind === "query" ? { ...objectOf(field(raw, "query")), query, refId: name } : query,
    ...(isSame && current !== undefined && { current }),
  };
}

function asksTheSame(raw: JsonObject, { kind, query }: VariableDraft): boolean {
  const before = readVariable(raw);
  return before.kind === kind && before.query === query;
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Why variables can't be kept as they are; undefined when they can. */
export function mistakeOf(drafts: readonly VariableDraft[]): "badName" | "doubleName" | undefined {
  if (drafts.some(({ name }) => !/^\w{1,100}$/.test(name))) return "badName";
  return new Set(drafts.map(({ name }) => name)).size < drafts.length ? "doubleName" : undefined;
}
