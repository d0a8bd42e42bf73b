import { BYTES, doubleOf, FIXED64, MalformedError, Reader } from "@naru/otlp";
import { set } from "../patch/json.ts";
import { builtinName, messages } from "../schema/definitions.ts";
import { ApiError } from "../status.ts";

/* Objects as clients in Go send them: the four bytes "k8s\0", then a message with the type and the object.
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding */

const magic = Buffer.from("k8s\0");
const deepest = 100;
type JsonObject = Record<string, unknown>;

/** @returns the object as its JSON would be
 *  @throws ApiError BadRequest; UnsupportedMediaType for kinds that have no Protocol Buffers */
export function parseProtobuf(body: Buffer): JsonObject {
  try {
    return parse(body);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new ApiError("BadRequest", `couldn't read the body as Protocol Buffers: ${error.message}`);
  }
}

function parse(body: Buffer): JsonObject {
  if (!body.subarray(0, 4).equals(magic)) throw new MalformedError("no k8s before the message", 0);
  const envelope = fieldsOf(body.subarray(4));
  const type = fieldsOf(envelope.get(1) ?? nothing);
  const apiVersion = (type.get(1) ?? nothing).toString("utf8");
  const kind = (type.get(2) ?? nothing).toString("utf8");
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  const name = builtinName(group, version, kind) ?? metaName(kind);
  if (name === undefined) {
    throw new ApiError(
      "UnsupportedMediaType",
      `${kind} in ${apiVersion} has no Protocol Buffers here: send JSON`,
    );
  }
  return { apiVersion, kind, ...messageOf(name, envelope.get(2) ?? nothing, 0) };
}

const nothing = Buffer.alloc(0);

/** Kinds that belong to no group, such as DeleteOptions. */
function metaName(kind: string): string | undefined {
  const name = `io.k8s.apimachinery.pkg.apis.meta.v1.${kind}`;
  return Object.hasOwn(messages, name) ? name : undefined;
}

/** The length-delimited fields of a small message; the last of each counts. */
function fieldsOf(message: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  const reader = new Reader();
  reader.reset(message);
  while (reader.pos < message.length) {
    const tag = reader.tag(message.length);
    reader.skip(tag, message.length);
    if ((tag & 7) === BYTES) fields.set(tag >>> 3, message.subarray(reader.start, reader.end));
  }
  return fields;
}

function messageOf(name: string, message: Buffer, depth: number): JsonObject {
  if (depth > deepest) throw new MalformedError(`nested more than ${deepest} deep`, 0);
  const fields = messages[name] ?? [];
  const object: JsonObject = {};
  const reader = new Reader();
  reader.reset(message);
  while (reader.pos < message.length) {
    const tag = reader.tag(message.length);
    const [, field, type] = fields.find(([number]) => number === tag >>> 3) ?? [];
    if (field === undefined || type === undefined) reader.skip(tag, message.length);
    else put(object, field, type, read(reader, tag, message), depth);
  }
  return object;
}

/** What a field holds before its type is asked: a number, or bytes. */
type Raw = Buffer | { readonly low: number; readonly high: number };

function read(reader: Reader, tag: number, message: Buffer): Raw {
  if ((tag & 7) === BYTES) {
    reader.range(message.length);
    return message.subarray(reader.start, reader.end);
  }
  if ((tag & 7) === 0) reader.varint64(message.length);
  else if ((tag & 7) === FIXED64) reader.fixed64(message.length);
  else throw new MalformedError("an unknown wire type", reader.pos);
  return { low: reader.low, high: reader.high };
}

function put(object: JsonObject, field: string, marked: string, raw: Raw, depth: number): void {
  const mark = /^(\[\]|\{\}|&)?/.exec(marked)?.[0] ?? "";
  const type = marked.slice(mark.length);
  if (mark === "{}") return putEntry(object, field, type, raw, depth);
  const value = valueOf(type, raw, depth);
  if (mark === "&") Object.assign(object, value);
  else if (mark === "[]") set(object, field, [...((object[field] as unknown[] | undefined) ?? []), value]);
  // Go writes what is empty too; in JSON it is left out.
  else if (value !== "" && value !== undefined) set(object, field, value);
}

function putEntry(object: JsonObject, field: string, type: string, raw: Raw, depth: number): void {
  const entry = fieldsOf(bytes(raw));
  const map = (object[field] as JsonObject | undefined) ?? {};
  set(map, (entry.get(1) ?? nothing).toString("utf8"), valueOf(type, entry.get(2) ?? nothing, depth));
  set(object, field, map);
}

function valueOf(type: string, raw: Raw, depth: number): unknown {
  switch (type) {
    case "string":
      return bytes(raw).toString("utf8");
    case "bytes":
      return bytes(raw).toString("base64");
    case "bool":
      return numberOf(raw) !== 0;
    case "int32":
    case "int64":
    case "uint32":
      return numberOf(raw);
    case "double":
      return "low" in raw ? doubleOf(raw.low, raw.high) : undefined;
    default:
      return (
        special[type]?.(bytes(raw), depth) ??
        (type in special ? undefined : messageOf(type, bytes(raw), depth + 1))
      );
  }
}

const meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
const apimachinery = "io.k8s.apimachinery.pkg.";

/** Messages that are no objects in JSON. */
const special: Readonly<Record<string, (message: Buffer, depth: number) => unknown>> = {
  [`${meta}Time`]: (message) => timeOf(message)?.replace(/\.\d+Z$/, "Z"),
  [`${meta}MicroTime`]: (message) => timeOf(message),
  [`${meta}FieldsV1`]: (message) => jsonOf(fieldsOf(message).get(1)),
  [`${apimachinery}runtime.RawExtension`]: (message) => jsonOf(fieldsOf(message).get(1)),
  [`${apimachinery}api.resource.Quantity`]: (message) => fieldsOf(message).get(1)?.toString("utf8"),
  [`${apimachinery}util.intstr.IntOrString`]: (message, depth) => {
    const { type, intVal, strVal } = messageOf(`${apimachinery}util.intstr.IntOrString`, message, depth);
    return type === 1 ? (strVal ?? "") : (intVal ?? 0);
  },
};

function timeOf(message: Buffer): string | undefined {
  const { seconds, nanos } = messageOf(`${meta}MicroTime`, message, 0) as {
    seconds?: number;
    nanos?: number;
  };
  if (seconds === undefined) return undefined;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new MalformedError("a time out of range", 0);
  const micros = String(Math.floor((nanos ?? 0) / 1000)).padStart(6, "0");
  return `${date.toISOString().slice(0, 19)}.${micros}Z`;
}

function jsonOf(text: Buffer | undefined): unknown {
  try {
    return text === undefined || text.length === 0
      ? undefined
      : (JSON.parse(text.toString("utf8")) as unknown);
  } catch {
    throw new MalformedError("JSON inside the message that can't be read", 0);
  }
}

/** Whole numbers beyond 2^53 lose their last digits, as they do in JSON. */
const numberOf = (raw: Raw): number =>
  "low" in raw ? Number(BigInt.asIntN(64, (BigInt(raw.high) << 32n) | BigInt(raw.low))) : 0;

const bytes = (raw: Raw): Buffer => ("low" in raw ? nothing : raw);
