import { BYTES, type Reader, tagOf } from "./reader.ts";

/** What a walk over an `Export…ServiceRequest` meets. Traces, logs and metrics have one shape: resources, scopes
 *  in them, and items (Span, LogRecord, Metric) in those. */
export interface Visitor {
  resource(message: Uint8Array, schemaUrl: Uint8Array): void;
  scope(message: Uint8Array, schemaUrl: Uint8Array): void;
  /** An item's message is `reader.buffer[start..end)`. The visitor may move the reader. */
  item(start: number, end: number): void;
}

const HEAD = tagOf(1, BYTES);
const CHILD = tagOf(2, BYTES);
const SCHEMA_URL = tagOf(3, BYTES);
const RESOURCES = tagOf(1, BYTES);

/** @throws MalformedError when a length or a tag at these three levels does not fit */
export function walk(reader: Reader, visitor: Visitor): void {
  const end = reader.buffer.length;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag !== RESOURCES) reader.skip(tag, end);
    else {
      reader.range(end);
      const next = reader.end;
      walkLevel(reader, reader.start, next, visitor, true);
      reader.pos = next;
    }
  }
}

/** A ResourceSpans or ScopeSpans (or their likes): its head and schema URL may come after its children. */
function walkLevel(reader: Reader, start: number, end: number, visitor: Visitor, isResource: boolean): void {
  const { buffer } = reader;
  const heads: Uint8Array[] = [];
  let schemaUrl: Uint8Array = empty;
  let children = 0;
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === CHILD) {
      reader.range(end);
      children++;
    } else if (tag === HEAD) {
      reader.range(end);
      heads.push(buffer.subarray(reader.start, reader.end));
    } else if (tag === SCHEMA_URL) {
      reader.range(end);
      schemaUrl = buffer.subarray(reader.start, reader.end);
    } else reader.skip(tag, end);
  }
  if (children === 0) return;
  if (isResource) visitor.resource(merged(heads), schemaUrl);
  else visitor.scope(merged(heads), schemaUrl);
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag !== CHILD) {
      reader.skip(tag, end);
      continue;
    }
    reader.range(end);
    const next = reader.end;
    if (isResource) walkLevel(reader, reader.start, next, visitor, false);
    else visitor.item(reader.start, next);
    reader.pos = next;
  }
}

const empty = new Uint8Array(0);

/** Protocol Buffers merge a message that is given twice, which is what joining its bytes does. */
function merged(messages: readonly Uint8Array[]): Uint8Array {
  return messages.length > 1 ? Buffer.concat(messages) : (messages[0] ?? empty);
}
