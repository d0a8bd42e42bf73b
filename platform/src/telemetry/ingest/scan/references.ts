import { BYTES, type ProfileDictionary, Reader, tagOf, VARINT, Writer } from "@naru/otlp";

const ENTRY = tagOf(1, BYTES);
const KEY = tagOf(1, BYTES);
const VALUE = tagOf(2, BYTES);
const KEY_INDEX = tagOf(3, VARINT);
const TEXT_INDEX = tagOf(8, VARINT);

/** In profiles, keys and texts of a resource's attributes may be indexes of the dictionary's strings (`key_strindex`,
 *  `string_value_strindex`). What is stored must not depend on a dictionary.
 *  @param message   a Resource
 *  @returns         the same with its strings in place; `message` itself where there was nothing to do
 *  @throws          MalformedError */
export function withStrings(
  message: Uint8Array,
  dictionary: ProfileDictionary,
  body: Uint8Array,
): Uint8Array {
  const reader = new Reader();
  reader.reset(message);
  const entries: Uint8Array[] = [];
  const rest: Uint8Array[] = [];
  let isChanged = false;
  while (reader.pos < message.length) {
    const from = reader.pos;
    const tag = reader.tag(message.length);
    reader.skip(tag, message.length);
    if (tag !== ENTRY) rest.push(message.subarray(from, reader.pos));
    else {
      const entry = message.subarray(reader.start, reader.end);
      const plain = entryWithStrings(entry, (index) => stringAt(dictionary, body, index));
      isChanged ||= plain !== entry;
      entries.push(plain);
    }
  }
  if (!isChanged) return message;
  const writer = new Writer();
  for (const entry of entries) field(writer, ENTRY, entry);
  return Buffer.concat([writer.finish(), ...rest]);
}

function stringAt(dictionary: ProfileDictionary, body: Uint8Array, index: number): Uint8Array {
  const { starts, ends, count } = dictionary.strings;
  return index < count ? body.subarray(starts[index], ends[index]) : Buffer.alloc(0);
}

type StringAt = (index: number) => Uint8Array;

function entryWithStrings(entry: Uint8Array, stringAt: StringAt): Uint8Array {
  const reader = new Reader();
  reader.reset(entry);
  let key: Uint8Array = Buffer.alloc(0);
  let value: Uint8Array = Buffer.alloc(0);
  let isChanged = false;
  while (reader.pos < entry.length) {
    const tag = reader.tag(entry.length);
    if (tag === KEY_INDEX) {
      key = stringAt(reader.varint32(entry.length));
      isChanged = true;
    } else if (tag === KEY || tag === VALUE) {
      reader.range(entry.length);
      const bytes = entry.subarray(reader.start, reader.end);
      if (tag === KEY) key = bytes;
      else {
        value = textOf(bytes, stringAt);
        isChanged ||= value !== bytes;
      }
    } else reader.skip(tag, entry.length);
  }
  if (!isChanged) return entry;
  const writer = new Writer();
  field(writer, KEY, key);
  field(writer, VALUE, value);
  return writer.finish();
}

/** An AnyValue that is an index, as one that is a text. */
function textOf(value: Uint8Array, stringAt: StringAt): Uint8Array {
  if (value[0] !== TEXT_INDEX) return value;
  const reader = new Reader();
  reader.reset(value);
  reader.pos = 1;
  const writer = new Writer();
  field(writer, tagOf(1, BYTES), stringAt(reader.varint32(value.length)));
  return writer.finish();
}

function field(writer: Writer, tag: number, bytes: Uint8Array): void {
  writer.varint(tag);
  writer.bytes(bytes);
}
