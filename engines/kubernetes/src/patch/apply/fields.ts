import type { Fields } from "../../object.ts";
import { ApiError } from "../../status.ts";
import { isObject, kindOf, requireDepth } from "../json.ts";
import { canonicalStep } from "./step.ts";
import type { Step } from "./step.ts";

/** A set of paths, as a trie of their steps. Source: https://github.com/kubernetes-sigs/structured-merge-diff */
export interface FieldSet {
  /** Whether the path that ends here is in the set; paths that lead on may be in it either way. */
  readonly member: boolean;
  readonly children: ReadonlyMap<Step, FieldSet>;
}

export const noFields: FieldSet = { member: false, children: new Map() };

export function isEmpty(set: FieldSet): boolean {
  return !set.member && set.children.size === 0;
}

export function has(set: FieldSet, path: readonly Step[]): boolean {
  let node: FieldSet | undefined = set;
  for (const step of path) node = node?.children.get(step);
  return node?.member ?? false;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  const children = new Map(a.children);
  for (const [step, child] of b.children) children.set(step, union(children.get(step) ?? noFields, child));
  return { member: a.member || b.member, children };
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(b)) return a;
  const children = new Map<Step, FieldSet>();
  for (const [step, child] of a.children) {
    const left = difference(child, b.children.get(step) ?? noFields);
    if (!isEmpty(left)) children.set(step, left);
  }
  return { member: a.member && !b.member, children };
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<Step, FieldSet>();
  for (const [step, child] of a.children) {
    const both = intersection(child, b.children.get(step) ?? noFields);
    if (!isEmpty(both)) children.set(step, both);
  }
  return { member: a.member && b.member, children };
}

export function sameFields(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  return (
    a.member === b.member &&
    a.children.size === b.children.size &&
    [...a.children].every(([step, child]) => sameFields(child, b.children.get(step) ?? noFields))
  );
}

/** The paths in the set, sorted; a container before what is in it. */
export function* pathsOf(set: FieldSet, path: readonly Step[] = []): Generator<readonly Step[]> {
  if (set.member) yield path;
  for (const [step, child] of sortedChildren(set)) yield* pathsOf(child, [...path, step]);
}

export function setOf(paths: Iterable<readonly Step[]>): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.insert(path);
  return builder.set;
}

interface GrowingSet {
  member: boolean;
  readonly children: Map<Step, GrowingSet>;
}

export class FieldSetBuilder {
  readonly #root: GrowingSet = { member: false, children: new Map() };

  /** The empty path is left out: nobody owns the object as a whole. */
  insert(path: readonly Step[]): void {
    if (path.length === 0) return;
    let node = this.#root;
    for (const step of path) {
      let child = node.children.get(step);
      if (child === undefined) node.children.set(step, (child = { member: false, children: new Map() }));
      node = child;
    }
    node.member = true;
  }

  get set(): FieldSet {
    return this.#root;
  }
}

/** Reads `metadata.managedFields[].fieldsV1`.
 *  @throws ApiError BadRequest */
export function fromFieldsV1(fields: unknown): FieldSet {
  requireDepth(fields, "fieldsV1");
  return { ...read(fields), member: false };
}

function read(fields: unknown): FieldSet {
  if (!isObject(fields))
    throw new ApiError("BadRequest", `fieldsV1: expected an object, got ${kindOf(fields)}`);
  const entries = Object.entries(fields);
  const children = new Map<Step, FieldSet>();
  for (const [key, value] of entries) if (key !== ".") children.set(canonicalStep(key), read(value));
  return { member: entries.length === 0 || Object.hasOwn(fields, "."), children };
}

export function toFieldsV1(set: FieldSet): Fields {
  const entries = sortedChildren(set).map(([step, child]) => [step, written(child)] as const);
  return Object.fromEntries(entries);
}

function written(set: FieldSet): Fields {
  const children = toFieldsV1(set);
  return set.member && set.children.size > 0 ? { ".": {}, ...children } : children;
}

/** Fields go before keys, keys before values, values before indices. */
function sortedChildren(set: FieldSet): [Step, FieldSet][] {
  return [...set.children].toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : Number(a > b)));
}

function rank(step: Step): number {
  return "fkvi".indexOf(step.charAt(0));
}
