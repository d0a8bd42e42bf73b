import type { StringColumn } from "@naru/clickhouse";
import { BYTES, doubleOf, FIXED64, MalformedError, type Reader, tagOf, VARINT } from "@naru/otlp";
import { cut } from "./limits.ts";

/** Letters that keep the type of a value beside its text. */
export const letters = {
  string: 0x73,
  int: 0x69,
  double: 0x64,
  bool: 0x62,
  bytes: 0x79,
  array: 0x61,
  map: 0x6d,
  empty: 0x65,
} as const;

const STRING = tagOf(1, BYTES);
const INT = tagOf(3, VARINT);

/** Arrays and maps are kept to this depth; what lies deeper becomes the text "…". */
const deepest = 16;

/** Writes an AnyValue's text into a column and returns the letter of its type. Strings are copied as they came,
 *  valid UTF-8 or not; bytes become base64, arrays and maps JSON.
 *  @throws MalformedError */
export function writeValue(
  reader: Reader,
  start: number,
  end: number,
  into: StringColumn,
  limit: number,
): number {
  reader.pos = start;
  if (start === end) {
    into.push(reader.buffer, start, start);
    return letters.empty;
  }
  const { buffer } = reader;
  const tag = buffer[start];
  if (tag === STRING) {
    const length = buffer[start + 1] as number;
    // Short strings are stored as they stand, their length before them.
    if (length < 128 && length <= limit && start + 2 + length === end) {
      into.pushEncoded(buffer, start + 1, end);
      return letters.string;
    }
    reader.pos = start + 1;
    reader.range(end);
    if (reader.end === end) {
      into.push(buffer, reader.start, cut(buffer, reader.start, end, limit));
      return letters.string;
    }
  } else if (tag === INT && end - start <= 5) {
    reader.pos = start + 1;
    const value = reader.varint32(end);
    if (reader.pos === end) {
      into.pushInteger(value);
      return letters.int;
    }
  }
  return writeRare(reader, start, end, into, limit);
}

function writeRare(reader: Reader, start: number, end: number, into: StringColumn, limit: number): number {
  const value = readValue(reader, start, end, 0);
  const text = Buffer.from(
    value.letter === letters.array || value.letter === letters.map ? value.json : value.text,
  );
  if (text.length <= limit) {
    into.push(text, 0, text.length);
    return value.letter;
  }
  // JSON that was cut is no longer JSON.
  into.push(text, 0, cut(text, 0, text.length, limit));
  return letters.string;
}

interface Value {
  letter: number;
  text: string;
  json: string;
}

const empty: Value = { letter: letters.empty, text: "", json: "null" };

/** The last field of the oneof counts, as protobuf has it. */
function readValue(reader: Reader, start: number, end: number, depth: number): Value {
  let value = empty;
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === tagOf(2, VARINT)) {
      const text = reader.varint32(end) === 0 ? "false" : "true";
      value = { letter: letters.bool, text, json: text };
    } else if (tag === tagOf(3, VARINT)) {
      reader.varint64(end);
      const text = BigInt.asIntN(64, (BigInt(reader.high) << 32n) | BigInt(reader.low)).toString();
      value = { letter: letters.int, text, json: text };
    } else if (tag === tagOf(4, FIXED64)) {
      reader.fixed64(end);
      value = doubleValue(doubleOf(reader.low, reader.high));
    } else if ((tag & 7) === BYTES) {
      reader.range(end);
      const next = reader.end;
      value = readRange(reader, tag >>> 3, reader.start, next, depth) ?? value;
      reader.pos = next;
    } else reader.skip(tag, end);
  }
  return value;
}

function doubleValue(number: number): Value {
  const text = String(number);
  const whole = Number.isInteger(number) && !text.includes("e");
  const json = Number.isFinite(number) ? (whole ? `${text}.0` : text) : JSON.stringify(text);
  return { letter: letters.double, text, json };
}

function readRange(
  reader: Reader,
  field: number,
  start: number,
  end: number,
  depth: number,
): Value | undefined {
  const bytes = Buffer.from(reader.buffer.buffer, reader.buffer.byteOffset + start, end - start);
  if (field === 1) {
    const text = bytes.toString("utf8");
    return { letter: letters.string, text, json: JSON.stringify(text) };
  }
  if (field === 7) {
    const text = bytes.toString("base64");
    return { letter: letters.bytes, text, json: JSON.stringify({ $bytes: text }) };
  }
  if (field !== 5 && field !== 6) return undefined;
  const letter = field === 5 ? letters.array : letters.map;
  if (depth >= deepest) return { letter, text: "…", json: '"…"' };
  const parts: string[] = [];
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag !== tagOf(1, BYTES)) {
      reader.skip(tag, end);
      continue;
    }
    reader.range(end);
    const next = reader.end;
    if (field === 5) parts.push(readValue(reader, reader.start, next, depth + 1).json);
    else parts.push(readEntry(reader, reader.start, next, depth + 1));
    reader.pos = next;
  }
  return { letter, text: "", json: field === 5 ? `[${parts.join(",")}]` : `{${parts.join(",")}}` };
}

function readEntry(reader: Reader, start: number, end: number, depth: number): string {
  let key = "";
  let value = "null";
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if ((tag & 7) !== BYTES) {
      reader.skip(tag, end);
      continue;
    }
    reader.range(end);
    const next = reader.end;
    if (tag === tagOf(1, BYTES)) {
      key = Buffer.from(reader.buffer.subarray(reader.start, next)).toString("utf8");
    } else if (tag === tagOf(2, BYTES)) value = readValue(reader, reader.start, next, depth).json;
    reader.pos = next;
  }
  if (reader.pos !== end) throw new MalformedError("a map entry runs past its end", reader.pos);
  return `${JSON.stringify(key)}:${value}`;
}
