import type { KubeObject } from "../object.ts";
import { age } from "./duration.ts";
import type { Column } from "./resource.ts";
import { labelsText, selectorText } from "./selector.ts";
import { at, records, text } from "./values.ts";

type Cell = Column["cell"];

export const column = (name: string, cell: Cell, more: Partial<Column> = {}): Column => ({
  name,
  type: "string",
  ...more,
  cell,
});
export const wide = (name: string, cell: Cell, more: Partial<Column> = {}): Column =>
  column(name, cell, { priority: 1, ...more });
export const count = (name: string, cell: (object: KubeObject) => number): Column =>
  column(name, cell, { type: "integer" });

export const nameOf = (object: KubeObject): string => text(at(object, "metadata", "name"));
export const nameColumn = column("Name", nameOf, { format: "name" });
export const ageColumn = column("Age", (object, now) =>
  age(at(object, "metadata", "creationTimestamp"), now),
);
/** What kinds without columns of their own have instead of their age. */
export const createdColumn = column(
  "Created At",
  (object) => text(at(object, "metadata", "creationTimestamp")),
  { type: "date" },
);

export const isDeleted = (object: KubeObject): boolean =>
  text(at(object, "metadata", "deletionTimestamp")) !== "";

const named = (values: readonly string[]) => values.join(",");

/** Of a pod template: what runs in it. */
export const templateColumns = (...template: readonly string[]): readonly Column[] => [
  wide("Containers", (object) => containers(object, template, "name")),
  wide("Images", (object) => containers(object, template, "image")),
];

const containers = (object: KubeObject, template: readonly string[], field: string) =>
  named(records(at(object, ...template, "spec", "containers")).map((container) => text(container[field])));

export const selectorColumn = (...path: readonly string[]): Column =>
  wide("Selector", (object) => selectorText(at(object, ...path)) || "<none>");

export const labelsCell =
  (...path: readonly string[]): Cell =>
  (object) =>
    labelsText(at(object, ...path));

/** Three of a list, and how many more there are; `none` when it is empty. */
export function shortened(list: readonly string[], most: number, none: string): string {
  if (list.length <= most) return named(list) || none;
  return `${named(list.slice(0, most))} + ${list.length - most} more...`;
}
