import { BYTES, Reader, VARINT } from "../reader.ts";

/** A pprof profile, read down to its tables. Strings stay where they are: as ranges of `body`.
 *  Source: https://github.com/google/pprof/blob/main/proto/profile.proto */
export interface Pprof {
  readonly body: Uint8Array;
  /** Start and end of each string, by index. */
  readonly strings: readonly (readonly [number, number])[];
  readonly sampleTypes: readonly { readonly type: number; readonly unit: number }[];
  readonly samples: readonly Sample[];
  readonly mappings: readonly { readonly id: bigint; readonly file: number }[];
  readonly functions: readonly {
    readonly id: bigint;
    readonly name: number;
    readonly file: number;
    readonly startLine: number;
  }[];
  readonly locations: readonly Location[];
  /** Nanoseconds; 0 when not given. */
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
}

interface Sample {
  /** Innermost first. */
  readonly locations: readonly bigint[];
  readonly values: readonly bigint[];
  readonly labels: readonly Label[];
}

export interface Label {
  readonly key: number;
  /** A string's index, or 0 when `number` counts. */
  readonly text: number;
  readonly number: bigint;
}

interface Location {
  readonly id: bigint;
  readonly mapping: bigint;
  readonly address: bigint;
  readonly lines: readonly { readonly fn: bigint; readonly line: number }[];
}

/** @throws MalformedError */
export function readPprof(body: Uint8Array): Pprof {
  const reader = new Reader();
  reader.reset(body);
  const strings: [number, number][] = [];
  const found = {
    sampleTypes: [] as { type: number; unit: number }[],
    samples: [] as Sample[],
    mappings: [] as { id: bigint; file: number }[],
    functions: [] as Pprof["functions"][number][],
    locations: [] as Location[],
  };
  let timeNanos = 0n;
  let durationNanos = 0n;
  fieldsOf(reader, 0, body.length, (field, value, start, end) => {
    if (end === 0) {
      if (field === 9) timeNanos = value;
      else if (field === 10) durationNanos = value;
    } else if (field === 1) found.sampleTypes.push(sampleTypeOf(reader, start, end));
    else if (field === 2) found.samples.push(sampleOf(reader, start, end));
    else if (field === 3) found.mappings.push(mappingOf(reader, start, end));
    else if (field === 4) found.locations.push(locationOf(reader, start, end));
    else if (field === 5) found.functions.push(functionOf(reader, start, end));
    else if (field === 6) strings.push([start, end]);
  });
  return { body, strings, ...found, timeNanos, durationNanos };
}

type OnField = (field: number, value: bigint, start: number, end: number) => void;

/** Tells of each varint (with its value, and 0 for its end) and each length-delimited field (with its range) of a message. */
function fieldsOf(reader: Reader, from: number, to: number, tell: OnField): void {
  reader.pos = from;
  while (reader.pos < to) {
    const tag = reader.tag(to);
    if ((tag & 7) === VARINT) {
      reader.varint64(to);
      tell(tag >>> 3, (BigInt(reader.high) << 32n) | BigInt(reader.low), 0, 0);
    } else if ((tag & 7) === BYTES) {
      reader.range(to);
      const next = reader.end;
      tell(tag >>> 3, 0n, reader.start, next);
      reader.pos = next;
    } else reader.skip(tag, to);
  }
}

/** The numbers of a repeated field: one by one, or a packed run of them. */
function addNumbers(reader: Reader, value: bigint, start: number, end: number, into: bigint[]): void {
  if (end === 0) {
    into.push(value);
    return;
  }
  reader.pos = start;
  while (reader.pos < end) {
    reader.varint64(end);
    into.push((BigInt(reader.high) << 32n) | BigInt(reader.low));
  }
}

function sampleTypeOf(reader: Reader, start: number, end: number) {
  const found = { type: 0, unit: 0 };
  fieldsOf(reader, start, end, (field, value) => {
    if (field === 1) found.type = indexOf(value);
    else if (field === 2) found.unit = indexOf(value);
  });
  return found;
}

function sampleOf(reader: Reader, from: number, to: number): Sample {
  const locations: bigint[] = [];
  const values: bigint[] = [];
  const labels: Label[] = [];
  fieldsOf(reader, from, to, (field, value, start, end) => {
    if (field === 1) addNumbers(reader, value, start, end, locations);
    else if (field === 2) addNumbers(reader, value, start, end, values);
    else if (field === 3 && end > 0) labels.push(labelOf(reader, start, end));
  });
  return { locations, values: values.map((value) => BigInt.asIntN(64, value)), labels };
}

function labelOf(reader: Reader, start: number, end: number): Label {
  const found = { key: 0, text: 0, number: 0n };
  fieldsOf(reader, start, end, (field, value) => {
    if (field === 1) found.key = indexOf(value);
    else if (field === 2) found.text = indexOf(value);
    else if (field === 3) found.number = BigInt.asIntN(64, value);
  });
  return found;
}

function mappingOf(reader: Reader, start: number, end: number) {
  const found = { id: 0n, file: 0 };
  fieldsOf(reader, start, end, (field, value) => {
    if (field === 1) found.id = value;
    else if (field === 5) found.file = indexOf(value);
  });
  return found;
}

function locationOf(reader: Reader, from: number, to: number): Location {
  const found = { id: 0n, mapping: 0n, address: 0n, lines: [] as { fn: bigint; line: number }[] };
  fieldsOf(reader, from, to, (field, value, start, end) => {
    if (field === 1) found.id = value;
    else if (field === 2) found.mapping = value;
    else if (field === 3) found.address = value;
    else if (field === 4 && end > 0) {
      const line = { fn: 0n, line: 0 };
      fieldsOf(reader, start, end, (field, value) => {
        if (field === 1) line.fn = value;
        else if (field === 2) line.line = indexOf(value);
      });
      found.lines.push(line);
    }
  });
  return found;
}

function functionOf(reader: Reader, start: number, end: number) {
  const found = { id: 0n, name: 0, file: 0, startLine: 0 };
  fieldsOf(reader, start, end, (field, value) => {
    if (field === 1) found.id = value;
    else if (field === 2) found.name = indexOf(value);
    else if (field === 4) found.file = indexOf(value);
    else if (field === 5) found.startLine = indexOf(value);
  });
  return found;
}

/** Indexes and lines of 31 bits; what is beyond refers to nothing. */
const indexOf = (value: bigint): number => (value < 0x8000_0000n ? Number(value) : 0);
