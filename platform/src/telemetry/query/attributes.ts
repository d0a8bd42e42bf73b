import type { Attribute } from "./api.ts";

/** An attribute set as it is stored: two lists of a map, and one letter a key that tells the value's type. */
export interface StoredAttributes {
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly types: string;
}

const typeOf: Readonly<Record<string, Attribute["type"]>> = {
  s: "string",
  i: "int",
  d: "double",
  b: "bool",
  y: "bytes",
  a: "array",
  m: "map",
  e: "empty",
};

export const valueType = (letter: string): Attribute["type"] => typeOf[letter] ?? "string";

export function attributesOf({ keys, values, types }: StoredAttributes): Attribute[] {
  return keys.map((key, index) => ({
    key,
    type: valueType(types.charAt(index)),
    value: values[index] ?? "",
  }));
}
