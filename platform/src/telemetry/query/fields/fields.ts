import type { z } from "zod";
import type { listFields, listFieldValues } from "../api.ts";
import { fieldKeys, fieldOf, severities } from "../filter/fields.ts";
import type { Read } from "../reader.ts";
import { type Window, windowOf } from "../window.ts";
import {
  attributeKeys,
  attributeValues,
  columnValues,
  resourceKeys,
  resourceValues,
  scopeNames,
} from "./store.ts";

type FieldRow = z.infer<typeof listFields.output>["fields"][number];
type Values = readonly { readonly value: string; readonly count: string }[];

/** Keys that a filter understands: the signal's own, those of attributes seen lately, those of resources. */
export async function fields(read: Read, input: z.output<typeof listFields.input>, now: number) {
  const window = windowOf(input, now);
  const [ofItems, ofResources] = await Promise.all([
    attributeKeys(read, input.signal, window, input.search),
    resourceKeys(read, window, input.search),
  ]);
  const named = fieldKeys(input.signal).filter((key) => key.includes(input.search.toLowerCase()));
  const all: FieldRow[] = [
    ...named.map((key) => ({ key, source: "field" as const })),
    ...ofItems.map(({ key }) => ({ key, source: "attribute" as const })),
    ...ofResources.map(({ key }) => ({ key, source: "resource" as const })),
  ];
  return { fields: [...new Map(all.toReversed().map((field) => [field.key, field])).values()].toReversed() };
}

export async function fieldValues(read: Read, input: z.output<typeof listFieldValues.input>, now: number) {
  const rows = await valuesOf(read, input, windowOf(input, now));
  return { values: rows.map(({ value, count }) => ({ value, count: Number(count) })) };
}

async function valuesOf(
  read: Read,
  { signal, key, search }: z.output<typeof listFieldValues.input>,
  window: Window,
): Promise<Values> {
  const field = fieldOf(signal, key);
  switch (field.type) {
    case "text":
      return columnValues(read, signal, field.column, window, search);
    case "choice":
      return listed(field.choices, search);
    case "severity":
      return listed(Object.keys(severities), search);
    case "scope":
      return scopeNames(read, window, search);
    case "resource":
      return resourceValues(read, field.key, window, search);
    case "attribute": {
      const own = await attributeValues(read, signal, key, window, search);
      return own.length > 0 ? own : resourceValues(read, key, window, search);
    }
    case "id":
    case "duration":
      return [];
  }
}

const listed = (values: readonly string[], search: string): Values =>
  values.filter((value) => value.includes(search.toLowerCase())).map((value) => ({ value, count: "0" }));
