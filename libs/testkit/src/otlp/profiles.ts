import { type Attributes, value } from "./attributes.ts";
import { from, nano, type Origin } from "./origin.ts";

export interface Frame {
  readonly function: string;
  readonly file?: string;
  readonly line?: number;
  readonly startLine?: number;
  readonly module?: string;
}

export interface Sample {
  /** Innermost first. */
  readonly stack: readonly Frame[];
  readonly values?: readonly bigint[];
  /** Nanoseconds since 1970. */
  readonly at?: readonly bigint[];
  readonly attributes?: Attributes;
  readonly link?: { readonly traceId: string; readonly spanId: string };
}

export interface Profile {
  readonly type?: string;
  readonly unit?: string;
  /** Nanoseconds since 1970; now when left out. */
  readonly time?: bigint;
  readonly durationNano?: bigint;
  readonly samples: readonly Sample[];
}

/** An ExportProfilesServiceRequest from one service, with everything that repeats in its dictionary. */
export function profiles(list: readonly Profile[], origin: Origin = { service: "shop" }): object {
  const tables = new Tables();
  const written = list.map(({ type = "cpu", unit = "nanoseconds", time, durationNano, samples }) => ({
    sampleType: { typeStrindex: tables.strings.of(type), unitStrindex: tables.strings.of(unit) },
    timeUnixNano: nano(time),
    ...(durationNano !== undefined && { durationNano: String(durationNano) }),
    samples: samples.map((sample) => tables.sample(sample)),
  }));
  return {
    resourceProfiles: [from(origin, "scopeProfiles", "profiles", written)],
    dictionary: tables.dictionary(),
  };
}

class Tables {
  readonly strings = new Table<string>([""]);
  readonly #mappings = new Table<object>([{}]);
  readonly #functions = new Table<object>([{}]);
  readonly #locations = new Table<object>([{}]);
  readonly #links = new Table<object>([{}]);
  readonly #attributes = new Table<object>([{}]);
  readonly #stacks = new Table<object>([{}]);

  sample({ stack, values, at, attributes: set = {}, link }: Sample): object {
    return {
      stackIndex: this.#stacks.of({ locationIndices: stack.map((frame) => this.#location(frame)) }),
      attributeIndices: Object.entries(set).map(([key, given]) =>
        this.#attributes.of({ keyStrindex: this.strings.of(key), value: value(given) }),
      ),
      ...(link && { linkIndex: this.#links.of(link) }),
      ...(values && { values: values.map(String) }),
      ...(at && { timestampsUnixNano: at.map(String) }),
    };
  }

  dictionary(): object {
    return {
      mappingTable: this.#mappings.entries,
      locationTable: this.#locations.entries,
      functionTable: this.#functions.entries,
      linkTable: this.#links.entries,
      attributeTable: this.#attributes.entries,
      stackTable: this.#stacks.entries,
      stringTable: this.strings.entries,
    };
  }

  #location({ function: name, file = "", line = 0, startLine = 0, module = "" }: Frame): number {
    const functionIndex = this.#functions.of({
      nameStrindex: this.strings.of(name),
      filenameStrindex: this.strings.of(file),
      startLine: String(startLine),
    });
    const mappingIndex = module === "" ? 0 : this.#mappings.of({ filenameStrindex: this.strings.of(module) });
    return this.#locations.of({ mappingIndex, lines: [{ functionIndex, line: String(line) }] });
  }
}

/** Gives each different entry an index. */
class Table<T> {
  readonly entries: T[];
  readonly #index = new Map<string, number>();

  constructor(first: readonly T[]) {
    this.entries = [...first];
    first.forEach((entry, index) => this.#index.set(JSON.stringify(entry), index));
  }

  of(entry: T): number {
    const key = JSON.stringify(entry);
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    this.#index.set(key, this.entries.length);
    return this.entries.push(entry) - 1;
  }
}
