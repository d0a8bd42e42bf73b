import { type Field, type FieldType, type Message, requests } from "./messages.ts";
import { BYTES, FIXED32, FIXED64, tagOf, VARINT } from "./reader.ts";
import type { Signal } from "./signal.ts";
import { Writer } from "./writer.ts";

/** OTLP/JSON that can't be read. `path` leads to the place: `resourceSpans[0].scopeSpans[0].spans[3].traceId`. */
export class JsonError extends Error {
  override readonly name = "JsonError";
  readonly path: string;
  constructor(path: string, expected: string) {
    super(`${path || "the body"}: expected ${expected}`);
    this.path = path;
  }
}

/** Standard or for URLs, with or without padding. */
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Messages may nest this deep, values in attributes included. */
const deepest = 64;

/** Turns an OTLP/JSON request into the same request in Protocol Buffers. Unknown fields are passed over, as the
 *  specification asks; names may be lowerCamelCase or snake_case.
 *  @throws JsonError */
export function jsonToProtobuf(signal: Signal, text: string): Buffer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JsonError("", `JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  return encode(requests[signal], value);
}

/** @throws JsonError */
export function encode(message: Message, value: unknown): Buffer {
  const writer = new Writer();
  writeMessage(writer, message, value, "", 0);
  return writer.finish();
}

function writeMessage(writer: Writer, message: Message, value: unknown, path: string, depth: number): void {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new JsonError(path, "an object");
  if (depth > deepest) throw new JsonError(path, `at most ${deepest} levels`);
  for (const [name, given] of Object.entries(value)) {
    const field = fieldOf(message, name);
    if (field === undefined || given === null || given === undefined) continue;
    const at = path ? `${path}.${name}` : name;
    if (!field.repeated) writeField(writer, field, given, at, depth);
    else if (!Array.isArray(given)) throw new JsonError(at, "an array");
    else given.forEach((element, i) => writeField(writer, field, element, `${at}[${i}]`, depth));
  }
}

function fieldOf({ fields }: Message, name: string): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const camel = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(fields, camel) ? fields[camel] : undefined;
}

function writeField(writer: Writer, field: Field, value: unknown, path: string, depth: number): void {
  const { type, number } = field;
  writer.varint(tagOf(number, wireTypeOf(type)));
  if (typeof type === "object") {
    writer.nested(() => writeMessage(writer, type, value, path, depth + 1));
    return;
  }
  writeScalar(writer, type, value, path);
}

function wireTypeOf(type: FieldType): number {
  if (typeof type === "object") return BYTES;
  switch (type) {
    case "bool":
    case "uint32":
    case "sint32":
    case "int64":
    case "uint64":
    case "enum":
      return VARINT;
    case "fixed32":
      return FIXED32;
    case "fixed64":
    case "sfixed64":
    case "double":
      return FIXED64;
    case "string":
    case "id":
    case "bytes":
    case "packedFixed64":
    case "packedUint64":
    case "packedInt64":
    case "packedDouble":
      return BYTES;
  }
}

function writeScalar(writer: Writer, type: Exclude<FieldType, Message>, value: unknown, path: string): void {
  switch (type) {
    case "string":
      if (typeof value !== "string") throw new JsonError(path, "a string");
      writer.bytes(Buffer.from(value));
      break;
    case "id":
      writer.bytes(hexadecimal(value, path));
      break;
    case "bytes":
      if (typeof value !== "string" || !base64.test(value)) throw new JsonError(path, "base64 text");
      writer.bytes(Buffer.from(value, "base64"));
      break;
    case "bool":
      if (typeof value !== "boolean") throw new JsonError(path, "true or false");
      writer.varint(value ? 1 : 0);
      break;
    case "uint32":
    case "enum":
      writer.varint(Number(integer(value, path, 0n, 0xffff_ffffn)));
      break;
    case "sint32": {
      const signed = Number(integer(value, path, -0x8000_0000n, 0x7fff_ffffn));
      writer.varint(((signed << 1) ^ (signed >> 31)) >>> 0);
      break;
    }
    case "int64":
      writer.varint64(integer(value, path, -(2n ** 63n), 2n ** 63n - 1n));
      break;
    case "uint64":
      writer.varint64(integer(value, path, 0n, 2n ** 64n - 1n));
      break;
    case "fixed32":
      writer.fixed32(Number(integer(value, path, 0n, 0xffff_ffffn)));
      break;
    case "fixed64":
      writer.fixed64(integer(value, path, 0n, 2n ** 64n - 1n));
      break;
    case "sfixed64":
      writer.fixed64(integer(value, path, -(2n ** 63n), 2n ** 63n - 1n));
      break;
    case "double":
      writer.double(double(value, path));
      break;
    case "packedFixed64":
      eachOf(writer, value, path, (element, at) => writer.fixed64(integer(element, at, 0n, 2n ** 64n - 1n)));
      break;
    case "packedUint64":
      eachOf(writer, value, path, (element, at) => writer.varint64(integer(element, at, 0n, 2n ** 64n - 1n)));
      break;
    case "packedInt64":
      eachOf(writer, value, path, (element, at) =>
        writer.varint64(integer(element, at, -(2n ** 63n), 2n ** 63n - 1n)),
      );
      break;
    case "packedDouble":
      eachOf(writer, value, path, (element, at) => writer.double(double(element, at)));
      break;
  }
}

function eachOf(
  writer: Writer,
  value: unknown,
  path: string,
  write: (element: unknown, at: string) => void,
): void {
  if (!Array.isArray(value)) throw new JsonError(path, "an array");
  writer.nested(() => value.forEach((element, i) => write(element, `${path}[${i}]`)));
}

function hexadecimal(value: unknown, path: string): Buffer {
  if (typeof value !== "string" || value.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(value)) {
    throw new JsonError(path, "hexadecimal digits");
  }
  return Buffer.from(value, "hex");
}

/** Integers of 64 bits are decimal strings in JSON; numbers are taken too. */
function integer(value: unknown, path: string, least: bigint, most: bigint): bigint {
  const decimal = typeof value === "string" && /^-?\d{1,20}$/.test(value);
  if (!decimal && !Number.isInteger(value)) throw new JsonError(path, "an integer");
  const parsed = BigInt(value as string | number);
  if (parsed < least || parsed > most) throw new JsonError(path, `an integer from ${least} to ${most}`);
  return parsed;
}

function double(value: unknown, path: string): number {
  if (typeof value === "number") return value;
  if (value === "NaN") return Number.NaN;
  if (value === "Infinity") return Number.POSITIVE_INFINITY;
  if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
  if (typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value))) return Number(value);
  throw new JsonError(path, "a number");
}
