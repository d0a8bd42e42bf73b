/** A number that is a double even where it is whole: `new Double(1)` is 1.0. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** What an attribute may hold: whole numbers and bigints become ints, other numbers doubles, null an empty value. */
export type Value =
  | string
  | boolean
  | number
  | bigint
  | Double
  | Uint8Array
  | null
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Attributes = Readonly<Record<string, Value>>;

/** `{ "http.route": "/", retries: 2 }` as OTLP/JSON's list of key and value. */
export const attributes = (set: Attributes = {}): object[] =>
  Object.entries(set).map(([key, given]) => ({ key, value: value(given) }));

/** One AnyValue of OTLP/JSON. */
export function value(given: Value): object {
  if (given === null) return {};
  if (typeof given === "string") return { stringValue: given };
  if (typeof given === "boolean") return { boolValue: given };
  if (typeof given === "bigint") return { intValue: String(given) };
  if (typeof given === "number") {
    return Number.isInteger(given) ? { intValue: String(given) } : { doubleValue: written(given) };
  }
  if (given instanceof Double) return { doubleValue: written(given.value) };
  if (given instanceof Uint8Array) return { bytesValue: Buffer.from(given).toString("base64") };
  if (isList(given)) return { arrayValue: { values: given.map(value) } };
  return { kvlistValue: { values: attributes(given) } };
}

const isList = (given: Value): given is readonly Value[] => Array.isArray(given);

/** JSON has no NaN and no infinities: OTLP/JSON writes their names. */
export const written = (number: number): number | string =>
  Number.isFinite(number) ? number : String(number);
