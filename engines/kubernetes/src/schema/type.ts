/** The shape of a value as far as merging, defaulting and checking need it. Types may contain themselves. */
export type Type = ScalarType | ObjectType | ListType | AnyType;

export interface ScalarType {
  readonly kind: "scalar";
  readonly scalar:
    | "string"
    | "integer"
    | "number"
    | "boolean"
    | "int-or-string"
    | "quantity"
    | "bytes"
    | "time";
}

/** Nothing is known of what is in it: it is replaced whole by strategic merge and atomic when applied. */
interface AnyType {
  readonly kind: "any";
}

export interface ObjectType {
  readonly kind: "object";
  /** Known fields; a map (labels, resource limits) has none but `additional`. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly required: readonly string[];
  /** The type of values under keys that are not known; undefined when there may be none. */
  readonly additional: Type | undefined;
  /** Its fields have one owner together: `x-kubernetes-map-type: atomic`. */
  readonly atomic: boolean;
}

export interface Field {
  readonly type: Type;
  readonly description: string;
  readonly defaultValue?: unknown;
  /** How strategic merge treats it: `x-kubernetes-patch-strategy`. */
  readonly patchStrategy: ReadonlySet<"merge" | "replace" | "retainKeys">;
  /** The key of a merged list's items: `x-kubernetes-patch-merge-key`. */
  readonly patchMergeKey: string | undefined;
}

export interface ListType {
  readonly kind: "list";
  readonly items: Type;
  /** Whose elements have owners of their own: `x-kubernetes-list-type`. */
  readonly listType: "atomic" | "set" | "map";
  /** Of a `map`: what tells its items apart. */
  readonly keys: readonly string[];
}
