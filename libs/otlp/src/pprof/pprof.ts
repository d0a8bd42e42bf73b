import { BYTES, FIXED64, MalformedError, tagOf, VARINT } from "../reader.ts";
import { Writer } from "../writer.ts";
import { type Label, type Pprof, readPprof } from "./read.ts";

/** What a pushed pprof profile does not say itself. */
export interface PprofOrigin {
  /** Attributes of the resource that it was taken of. */
  readonly resource: Readonly<Record<string, string>>;
  /** Nanoseconds since 1970; used where the profile has no time, or no duration. */
  readonly startNanos: bigint;
  readonly durationNanos: bigint;
  /** Other names for sample types: profiles of mutexes and of blocking both call theirs `contentions` and `delay`. */
  readonly typeNames?: ReadonlyMap<string, string>;
}

/** Turns a pprof profile (not compressed) into an ExportProfilesServiceRequest: a Profile for each of its sample types, over
 *  one dictionary. Labels `trace_id` and `span_id` (or `profile_id`, as span profilers write it) become links.
 *  @throws MalformedError when it can't be read */
export function pprofToProfiles(body: Uint8Array, origin: PprofOrigin): Buffer {
  const pprof = readPprof(body);
  if (pprof.sampleTypes.length === 0) throw new MalformedError("no sample type was found", body.length);
  const tables = new Tables(pprof);
  const samples = pprof.samples.map(({ locations, values, labels }) => ({
    stack: tables.stackOf(locations),
    link: tables.linkOf(labels),
    attributes: tables.attributesOf(labels),
    values,
  }));
  const writer = new Writer();
  message(writer, 1, () => {
    message(writer, 1, () => {
      for (const [key, value] of Object.entries(origin.resource)) {
        message(writer, 1, () => {
          bytes(writer, 1, Buffer.from(key));
          message(writer, 2, () => bytes(writer, 1, Buffer.from(value)));
        });
      }
    });
    message(writer, 2, () => {
      for (const [index, type] of pprof.sampleTypes.entries()) {
        message(writer, 2, () => {
          message(writer, 1, () => {
            number(writer, 1, tables.named(type.type, origin.typeNames));
            number(writer, 2, tables.known(type.unit));
          });
          for (const sample of samples) writeSample(writer, sample, sample.values[index] ?? 0n);
          writer.varint(tagOf(3, FIXED64));
          writer.fixed64(pprof.timeNanos || origin.startNanos);
          writer.varint(tagOf(4, VARINT));
          writer.varint64(pprof.durationNanos || origin.durationNanos);
        });
      }
    });
  });
  message(writer, 2, () => tables.write(writer));
  return writer.finish();
}

interface Converted {
  readonly stack: number;
  readonly link: number;
  readonly attributes: readonly number[];
}

/** A stack that nothing was counted on, for this type, is left out. */
function writeSample(writer: Writer, { stack, link, attributes }: Converted, value: bigint): void {
  if (value === 0n) return;
  message(writer, 2, () => {
    number(writer, 1, stack);
    if (attributes.length > 0) packed(writer, 2, attributes);
    if (link > 0) number(writer, 3, link);
    message(writer, 4, () => writer.varint64(value));
  });
}

/** The dictionary. Strings keep their indexes, and what is new comes after them; index 0 of every table is "none". */
class Tables {
  readonly #pprof: Pprof;
  readonly #locations: ReadonlyMap<bigint, number>;
  readonly #functions: ReadonlyMap<bigint, number>;
  readonly #mappings: ReadonlyMap<bigint, number>;
  readonly #stacks = new Map<string, { index: number; locations: readonly number[] }>();
  readonly #links = new Map<string, number>();
  readonly #labels = new Map<string, { index: number; label: Label }>();
  readonly #added: string[] = [];

  constructor(pprof: Pprof) {
    this.#pprof = pprof;
    this.#locations = indexed(pprof.locations);
    this.#functions = indexed(pprof.functions);
    this.#mappings = indexed(pprof.mappings);
  }

  known(string: number): number {
    return string < this.#pprof.strings.length ? string : 0;
  }

  named(string: number, names: ReadonlyMap<string, string> | undefined): number {
    const other = names?.get(this.#text(string));
    if (other === undefined) return this.known(string);
    this.#added.push(other);
    return this.#pprof.strings.length + this.#added.length - 1;
  }

  stackOf(ids: readonly bigint[]): number {
    const locations = ids.flatMap((id) => this.#locations.get(id) ?? []);
    if (locations.length === 0) return 0;
    const key = locations.join(" ");
    const index = this.#stacks.get(key)?.index ?? this.#stacks.size + 1;
    this.#stacks.set(key, { index, locations });
    return index;
  }

  linkOf(labels: readonly Label[]): number {
    const find = (names: readonly string[], digits: RegExp) =>
      labels
        .filter(({ key }) => names.includes(this.#text(key)))
        .map(({ text }) => this.#text(text))
        .find((text) => digits.test(text));
    const span = find(["span_id", "profile_id"], /^[0-9a-fA-F]{16}$/);
    if (span === undefined) return 0;
    const key = `${find(["trace_id"], /^[0-9a-fA-F]{32}$/) ?? ""} ${span}`;
    const index = this.#links.get(key) ?? this.#links.size + 1;
    this.#links.set(key, index);
    return index;
  }

  attributesOf(labels: readonly Label[]): number[] {
    return labels.map((label) => {
      const key = `${label.key} ${label.text} ${label.number}`;
      const index = this.#labels.get(key)?.index ?? this.#labels.size + 1;
      this.#labels.set(key, { index, label });
      return index;
    });
  }

  write(writer: Writer): void {
    const { mappings, locations, functions, strings, body } = this.#pprof;
    for (const table of [1, 2, 3, 4, 6, 7]) message(writer, table, () => undefined);
    for (const { file } of mappings) message(writer, 1, () => number(writer, 4, this.known(file)));
    for (const { mapping, address, lines } of locations) {
      message(writer, 2, () => {
        number(writer, 1, this.#mappings.get(mapping) ?? 0);
        writer.varint(tagOf(2, VARINT));
        writer.varint64(address);
        for (const { fn, line } of lines) {
          message(writer, 3, () => {
            number(writer, 1, this.#functions.get(fn) ?? 0);
            number(writer, 2, line);
          });
        }
      });
    }
    for (const { name, file, startLine } of functions) {
      message(writer, 3, () => {
        number(writer, 1, this.known(name));
        number(writer, 3, this.known(file));
        number(writer, 4, startLine);
      });
    }
    this.#writeReferred(writer);
    for (const [start, end] of strings) bytes(writer, 5, body.subarray(start, end));
    for (const text of this.#added) bytes(writer, 5, Buffer.from(text));
  }

  #writeReferred(writer: Writer): void {
    for (const key of this.#links.keys()) {
      const [trace = "", span = ""] = key.split(" ");
      message(writer, 4, () => {
        bytes(writer, 1, Buffer.from(trace, "hex"));
        bytes(writer, 2, Buffer.from(span, "hex"));
      });
    }
    for (const { label } of this.#labels.values()) {
      message(writer, 6, () => {
        number(writer, 1, this.known(label.key));
        message(writer, 2, () => {
          if (label.text > 0) bytes(writer, 1, this.#bytes(label.text));
          else {
            writer.varint(tagOf(3, VARINT));
            writer.varint64(label.number);
          }
        });
      });
    }
    for (const { locations } of this.#stacks.values()) message(writer, 7, () => packed(writer, 1, locations));
  }

  #bytes(string: number): Uint8Array {
    const [start, end] = this.#pprof.strings[string] ?? [0, 0];
    return this.#pprof.body.subarray(start, end);
  }

  #text(string: number): string {
    return Buffer.from(this.#bytes(string)).toString("utf8");
  }
}

/** Where the thing of each id stands, counted from 1. */
const indexed = (list: readonly { readonly id: bigint }[]): ReadonlyMap<bigint, number> =>
  new Map(list.map(({ id }, index) => [id, index + 1]));

function message(writer: Writer, field: number, write: () => void): void {
  writer.varint(tagOf(field, BYTES));
  writer.nested(write);
}

function bytes(writer: Writer, field: number, value: Uint8Array): void {
  writer.varint(tagOf(field, BYTES));
  writer.bytes(value);
}

function number(writer: Writer, field: number, value: number): void {
  writer.varint(tagOf(field, VARINT));
  writer.varint(value);
}

function packed(writer: Writer, field: number, values: readonly number[]): void {
  message(writer, field, () => values.forEach((value) => writer.varint(value)));
}
