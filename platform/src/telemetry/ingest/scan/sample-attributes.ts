import type { LowCardinalityColumn, MapColumn } from "@naru/clickhouse";
import { BYTES, type ProfileDictionary, type Ranges, type Reader, tagOf, VARINT } from "@naru/otlp";
import { cut, type Limits } from "./limits.ts";
import { writeValue } from "./value.ts";

/** An entry of the attribute table, as ranges. */
interface Attribute {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly key: string;
}

/** Keys of the attribute that names a sample's thread, the best first; the last two are pprof labels. */
const threadKeys = ["thread.name", "thread.id", "thread_name", "thread"];

interface Columns {
  readonly attributes: MapColumn;
  readonly attribute_types: LowCardinalityColumn;
  readonly thread: LowCardinalityColumn;
}

/** Writes the attributes of samples, which are indexes of their request's dictionary, and the thread among them. */
export class SampleAttributes {
  readonly #limits: Limits;
  readonly #letters: Buffer;
  readonly #known = new Map<number, Attribute>();

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#letters = Buffer.alloc(limits.attributeCount);
  }

  /** Another request has another dictionary. */
  startRequest(): void {
    this.#known.clear();
  }

  /** Of a key that is given twice the first value counts. */
  write(reader: Reader, dictionary: ProfileDictionary, indexes: Ranges, into: Columns): void {
    const { attributes: map, attribute_types: types, thread } = into;
    const given = this.#given(reader, dictionary, indexes);
    let kept = 0;
    let named: Attribute | undefined;
    for (const [position, attribute] of given.entries()) {
      if (kept === this.#limits.attributeCount) break;
      if (given.findIndex(({ key }) => key === attribute.key) < position) continue;
      const { keyStart, keyEnd, valueStart, valueEnd } = attribute;
      map.keys.push(reader.buffer, keyStart, keyEnd);
      this.#letters[kept++] = writeValue(
        reader,
        valueStart,
        valueEnd,
        map.values,
        this.#limits.attributeLength,
      );
      if (isBetterThread(attribute, named)) named = attribute;
    }
    map.end();
    types.push(this.#letters, 0, kept);
    if (named) thread.pushText(textOf(reader, named, this.#limits.nameLength));
    else thread.push(reader.buffer, 0, 0);
  }

  #given(reader: Reader, dictionary: ProfileDictionary, attributes: Ranges): Attribute[] {
    const found: Attribute[] = [];
    for (let i = 0; i < attributes.count && found.length < this.#limits.attributeCount; i++) {
      const end = attributes.ends[i] as number;
      for (let at = attributes.starts[i] as number; at < end;) {
        reader.pos = at;
        const index = reader.varint32(end);
        at = reader.pos;
        const known = this.#known.get(index) ?? this.#read(reader, dictionary, index);
        if (known) found.push(known);
      }
    }
    return found;
  }

  #read(reader: Reader, { attributes, strings }: ProfileDictionary, index: number): Attribute | undefined {
    if (index === 0 || index >= attributes.count) return undefined;
    const end = attributes.ends[index] as number;
    let name = 0;
    let valueStart = 0;
    let valueEnd = 0;
    reader.pos = attributes.starts[index] as number;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === tagOf(1, VARINT)) name = reader.varint32(end);
      else {
        reader.skip(tag, end);
        if (tag === tagOf(2, BYTES)) [valueStart, valueEnd] = [reader.start, reader.end];
      }
    }
    if (name >= strings.count) return undefined;
    const keyStart = strings.starts[name] as number;
    const keyEnd = cut(reader.buffer, keyStart, strings.ends[name] as number, this.#limits.nameLength);
    const key = Buffer.from(reader.buffer.subarray(keyStart, keyEnd)).toString("latin1");
    const found = { keyStart, keyEnd, valueStart, valueEnd, key };
    this.#known.set(index, found);
    return found;
  }
}

function isBetterThread({ key }: Attribute, than: Attribute | undefined): boolean {
  const rank = threadKeys.indexOf(key);
  return rank >= 0 && (than === undefined || rank < threadKeys.indexOf(than.key));
}

/** A string or an integer as text. */
function textOf(reader: Reader, { valueStart, valueEnd }: Attribute, limit: number): string {
  reader.pos = valueStart;
  while (reader.pos < valueEnd) {
    const tag = reader.tag(valueEnd);
    if (tag === tagOf(3, VARINT)) {
      reader.varint64(valueEnd);
      return BigInt.asIntN(64, (BigInt(reader.high) << 32n) | BigInt(reader.low)).toString();
    }
    reader.skip(tag, valueEnd);
    if (tag === tagOf(1, BYTES)) {
      const end = cut(reader.buffer, reader.start, reader.end, limit);
      return Buffer.from(reader.buffer.subarray(reader.start, end)).toString("utf8");
    }
  }
  return "";
}
