import { ApiError } from "../status.ts";
import { get, isObject, kindOf } from "./json.ts";
import type { JsonObject } from "./json.ts";

export interface ItemMerge {
  /** The field that tells items apart. */
  readonly key: string;
  /** Names the list in errors. */
  readonly path: string;
  readonly merge: (original: JsonObject, patch: JsonObject) => JsonObject;
}

/** Merges a list of objects by their key.
 *  @param patch objects to merge or add; `$patch: delete` removes one, `$patch: replace` all that were there
 *  @param order what `$setElementOrder` asks for; otherwise the patch itself orders */
export function mergeItems(
  original: readonly unknown[],
  patch: readonly unknown[],
  order: readonly unknown[] | undefined,
  list: ItemMerge,
): JsonObject[] {
  const before = original.map((item) => objectIn(item, list));
  const { items, deleted, replaces } = directives(patch, list);
  const keys = order?.map((item) => keyOf(objectIn(item, list), list));
  const patchKeys = items.map((item) => keyOf(item, list));
  if (keys !== undefined) requireOrder(patchKeys, keys, list.path);
  const kept = replaces ? [] : before.filter((item) => !deleted.has(get(item, list.key)));
  const merged = mergeByKey(kept, items, list);
  return arrange(
    merged,
    keys ?? patchKeys,
    kept.map((item) => keyOf(item, list)),
    (item) => get(item, list.key),
  );
}

export interface ValuesPatch {
  readonly added: readonly unknown[];
  readonly deleted: readonly unknown[];
  readonly order: readonly unknown[] | undefined;
}

/** Merges a list of strings or numbers, each of which it has once. */
export function mergeValues(original: readonly unknown[], patch: ValuesPatch, path: string): unknown[] {
  for (const value of [...patch.added, ...original]) requireScalar(value, path);
  if (patch.order !== undefined) requireOrder(patch.added, patch.order, path);
  const deleted = new Set(patch.deleted);
  const kept = original.filter((value) => !deleted.has(value));
  const merged = [...new Set([...kept, ...patch.added])];
  return arrange(merged, patch.order ?? patch.added, kept, (value) => value);
}

interface Directives {
  readonly items: JsonObject[];
  readonly deleted: ReadonlySet<unknown>;
  readonly replaces: boolean;
}

function directives(patch: readonly unknown[], list: ItemMerge): Directives {
  const items: JsonObject[] = [];
  const deleted = new Set<unknown>();
  let replaces = false;
  for (const entry of patch) {
    const item = objectIn(entry, list);
    const directive = get(item, "$patch");
    if (directive === undefined || directive === "merge") items.push(item);
    else if (directive === "delete") deleted.add(keyOf(item, list));
    else if (directive === "replace") replaces = true;
    else throw new ApiError("BadRequest", `${list.path}: unknown $patch ${JSON.stringify(directive)}`);
  }
  return { items, deleted, replaces };
}

/** Of items that share a key the first is merged with; the others stay as they are. */
function mergeByKey(
  original: readonly JsonObject[],
  patch: readonly JsonObject[],
  list: ItemMerge,
): JsonObject[] {
  const merged = [...original];
  const places = new Map<unknown, number>();
  for (const [place, item] of original.entries()) {
    const key = keyOf(item, list);
    if (!places.has(key)) places.set(key, place);
  }
  for (const item of patch) {
    const key = keyOf(item, list);
    const place = places.get(key) ?? merged.length;
    places.set(key, place);
    merged[place] = list.merge(merged[place] ?? {}, item);
  }
  return merged;
}

/** Puts what `order` names in that order and leaves the rest in the order of the list before; where the two meet,
 *  the list before decides, and what it did not have goes first. */
function arrange<Item>(
  items: readonly Item[],
  order: readonly unknown[],
  before: readonly unknown[],
  keyOf: (item: Item) => unknown,
): Item[] {
  const asked = placesOf(order);
  const was = placesOf(before);
  const ordered = items.filter((item) => asked.has(keyOf(item)));
  const others = items.filter((item) => !asked.has(keyOf(item)));
  const place = (places: Map<unknown, number>, item: Item) => places.get(keyOf(item)) ?? 0;
  ordered.sort((a, b) => place(asked, a) - place(asked, b));
  const arranged: Item[] = [];
  let next = 0;
  for (const item of ordered) {
    const place = was.get(keyOf(item)) ?? -1;
    for (let other = others[next]; other !== undefined && isBefore(other, place); other = others[++next]) {
      arranged.push(other);
    }
    arranged.push(item);
  }
  return arranged.concat(others.slice(next));

  function isBefore(other: Item, place: number): boolean {
    return (was.get(keyOf(other)) ?? Infinity) < place;
  }
}

function placesOf(keys: readonly unknown[]): Map<unknown, number> {
  const places = new Map<unknown, number>();
  for (const [place, key] of keys.entries()) if (!places.has(key)) places.set(key, place);
  return places;
}

function requireOrder(patch: readonly unknown[], order: readonly unknown[], path: string): void {
  if (order.length === 0) return;
  const places = placesOf(order);
  let last = -1;
  for (const key of patch) {
    const place = places.get(key) ?? -1;
    if (place < last || place < 0) {
      throw new ApiError(
        "BadRequest",
        `${path}: the order in the patch doesn't match $setElementOrder at ${JSON.stringify(key)}`,
      );
    }
    last = place;
  }
}

function objectIn(item: unknown, { path }: ItemMerge): JsonObject {
  if (isObject(item)) return item;
  throw invalid(path, `expected a list of objects, found ${kindOf(item)} in it`);
}

function keyOf(item: JsonObject, { key, path }: ItemMerge): unknown {
  const value = get(item, key);
  if (value === undefined)
    throw invalid(path, `${excerpt(item)} does not contain declared merge key: ${key}`);
  requireScalar(value, `${path}.${key}`);
  return value;
}

function requireScalar(value: unknown, path: string): void {
  if (typeof value === "object") throw invalid(path, `expected a plain value, got ${kindOf(value)}`);
}

function excerpt(item: JsonObject): string {
  return JSON.stringify(item).slice(0, 200);
}

function invalid(path: string, why: string): ApiError {
  const message = `${path}: ${why}`;
  const field = path.replace(/^\./, "");
  return new ApiError("Invalid", message, { causes: [{ reason: "FieldValueInvalid", message, field }] });
}
