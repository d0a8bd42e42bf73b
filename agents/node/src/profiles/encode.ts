import { Writer } from "@naru/otlp";
import type { Attributes } from "@opentelemetry/api";
import type { Frame, Stack } from "./stacks.ts";

export interface OtlpProfile {
  readonly id: Uint8Array;
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  readonly stacks: readonly Stack[];
  /** Nanoseconds since the epoch. */
  readonly startNanos: bigint;
  readonly durationNanos: bigint;
  readonly periodNanos: bigint;
  /** What an instant of a stack, in microseconds, is in nanoseconds since the epoch. */
  readonly epochNanos: (at: number) => bigint;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const tag = (field: number, type: number) => field * 8 + type;

/** Writes an ExportProfilesServiceRequest with one profile. Index 0 of every table stands for "none".
 *  Source: opentelemetry/proto/profiles/v1development/profiles.proto of
 *  https://github.com/open-telemetry/opentelemetry-proto */
export function encodeProfile(profile: OtlpProfile): Uint8Array {
  const writer = new Writer();
  const tables = new Tables();
  message(writer, 1, () => {
    message(writer, 1, () => writeAttributes(writer, 1, profile.resource));
    message(writer, 2, () => {
      message(writer, 1, () => {
        string(writer, 1, profile.scope.name);
        string(writer, 2, profile.scope.version);
      });
      message(writer, 2, () => writeProfile(writer, profile, tables));
    });
  });
  message(writer, 2, () => tables.write(writer));
  return writer.finish();
}

function writeProfile(writer: Writer, profile: OtlpProfile, tables: Tables): void {
  const cpuNanoseconds = () => {
    number(writer, 1, tables.strings.indexOf("cpu"));
    number(writer, 2, tables.strings.indexOf("nanoseconds"));
  };
  message(writer, 1, cpuNanoseconds);
  for (const stack of profile.stacks) message(writer, 2, () => writeSample(writer, stack, profile, tables));
  fixed64(writer, 3, profile.startNanos);
  number64(writer, 4, profile.durationNanos);
  message(writer, 5, cpuNanoseconds);
  number64(writer, 6, profile.periodNanos);
  writer.varint(tag(7, BYTES));
  writer.bytes(profile.id);
}

function writeSample(writer: Writer, { frames, at }: Stack, profile: OtlpProfile, tables: Tables): void {
  number(writer, 1, tables.stackOf(frames));
  message(writer, 4, () => at.forEach(() => writer.varint64(profile.periodNanos)));
  message(writer, 5, () => at.forEach((instant) => writer.fixed64(profile.epochNanos(instant))));
}

/** The dictionary: everything that repeats, once. */
class Tables {
  readonly strings = new Table<string>((text) => text, [""]);
  readonly #functions = new Table<Pick<Frame, "function" | "file" | "startLine">>(
    ({ function: name, file, startLine }) => `${startLine}\n${file}\n${name}`,
  );
  readonly #locations = new Table<{ readonly fn: number; readonly line: number }>(
    ({ fn, line }) => `${fn} ${line}`,
  );
  readonly #stacks = new Table<readonly number[]>((locations) => locations.join(" "));

  stackOf(frames: readonly Frame[]): number {
    return this.#stacks.indexOf(
      frames.map((frame) =>
        this.#locations.indexOf({ fn: this.#functions.indexOf(frame), line: frame.line }),
      ),
    );
  }

  write(writer: Writer): void {
    const frameType = this.strings.indexOf("profile.frame.type");
    message(writer, 1, () => undefined);
    message(writer, 2, () => undefined);
    for (const { fn, line } of this.#locations.entries) {
      message(writer, 2, () => {
        message(writer, 3, () => {
          number(writer, 1, fn);
          number(writer, 2, line);
        });
        message(writer, 4, () => writer.varint(1));
      });
    }
    message(writer, 3, () => undefined);
    for (const { function: name, file, startLine } of this.#functions.entries) {
      message(writer, 3, () => {
        number(writer, 1, this.strings.indexOf(name));
        number(writer, 3, this.strings.indexOf(file));
        number(writer, 4, startLine);
      });
    }
    message(writer, 4, () => undefined);
    message(writer, 6, () => undefined);
    message(writer, 6, () => {
      number(writer, 1, frameType);
      message(writer, 2, () => string(writer, 1, "v8js"));
    });
    message(writer, 7, () => undefined);
    for (const locations of this.#stacks.entries) {
      message(writer, 7, () =>
        message(writer, 1, () => locations.forEach((location) => writer.varint(location))),
      );
    }
    for (const text of this.strings.all) string(writer, 5, text);
  }
}

/** Gives each different thing a number. */
class Table<T> {
  readonly #keyOf: (entry: T) => string;
  readonly #index = new Map<string, number>();
  readonly entries: T[] = [];
  readonly #first: readonly T[];

  /** @param first  what stands at index 0, where it isn't an empty message */
  constructor(keyOf: (entry: T) => string, first: readonly T[] = []) {
    this.#keyOf = keyOf;
    this.#first = first;
    for (const entry of first) this.#index.set(keyOf(entry), 0);
  }

  indexOf(entry: T): number {
    const key = this.#keyOf(entry);
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    this.entries.push(entry);
    this.#index.set(key, this.entries.length);
    return this.entries.length;
  }

  get all(): readonly T[] {
    return [...this.#first, ...this.entries];
  }
}

function message(writer: Writer, field: number, write: () => void): void {
  writer.varint(tag(field, BYTES));
  writer.nested(write);
}

function string(writer: Writer, field: number, text: string): void {
  writer.varint(tag(field, BYTES));
  writer.bytes(Buffer.from(text));
}

function number(writer: Writer, field: number, value: number): void {
  writer.varint(tag(field, VARINT));
  writer.varint(value);
}

function number64(writer: Writer, field: number, value: bigint): void {
  writer.varint(tag(field, VARINT));
  writer.varint64(value);
}

function fixed64(writer: Writer, field: number, value: bigint): void {
  writer.varint(tag(field, FIXED64));
  writer.fixed64(value);
}

function writeAttributes(writer: Writer, field: number, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    message(writer, field, () => {
      string(writer, 1, key);
      message(writer, 2, () => writeValue(writer, value));
    });
  }
}

function writeValue(writer: Writer, value: unknown): void {
  if (typeof value === "string") return string(writer, 1, value);
  if (typeof value === "boolean") return number(writer, 2, Number(value));
  if (typeof value === "number" && Number.isSafeInteger(value)) return number64(writer, 3, BigInt(value));
  if (typeof value === "number") {
    writer.varint(tag(4, FIXED64));
    return writer.double(value);
  }
  if (Array.isArray(value)) {
    return message(writer, 5, () =>
      value.forEach((each) => message(writer, 1, () => writeValue(writer, each))),
    );
  }
}
