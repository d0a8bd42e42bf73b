import { hash } from "node:crypto";
import { ArrayColumn, Block, Dictionary, FixedColumn, LowCardinalityColumn } from "@naru/clickhouse";
import { BYTES, type ProfileDictionary, type Reader, tagOf, VARINT } from "@naru/otlp";
import { FrameRegistry } from "./frames.ts";
import type { Limits } from "./limits.ts";

const columnsOfStacks = () => ({
  day: new FixedColumn("Date", 2),
  service: new LowCardinalityColumn(),
  stack_id: new FixedColumn("UInt64", 8),
  frames: new ArrayColumn(new FixedColumn("UInt64", 8)),
});

const mostKnown = 500_000;
/** Of a deeper stack the outermost and the innermost frames are kept, with one between that stands for the rest. */
const mostFrames = 512;
const idLength = 8;

/** What was found in the request being read, for one service. */
interface Found {
  /** By index of the dictionary; frames as eight bytes each. */
  readonly locations: (Buffer | undefined)[];
  readonly stacks: (Buffer | undefined)[];
}

/** Stacks: each is stored once a day and service, as the ids of its frames from the outermost to the innermost, and
 *  named by a hash of those. */
export class StackRegistry {
  readonly block = new Block(columnsOfStacks());
  readonly frames: FrameRegistry;
  readonly #known = new Dictionary();
  readonly #found = new Map<string, Found>();
  /** Of the stack being read. */
  #frames = Buffer.alloc(mostFrames * idLength);
  #day = -1;

  constructor(limits: Limits) {
    this.frames = new FrameRegistry(limits);
  }

  startDay(day: number): void {
    this.frames.startDay(day);
    if (day === this.#day && this.#known.count < mostKnown) return;
    this.#day = day;
    this.#known.clear();
  }

  /** Another request has another dictionary. */
  startRequest(): void {
    this.#found.clear();
  }

  forget(): void {
    this.frames.forget();
    this.#known.clear();
    this.#found.clear();
  }

  /** Eight bytes that name the stack to which an index of the dictionary refers.
   *  @throws MalformedError */
  idOf(reader: Reader, dictionary: ProfileDictionary, index: number, service: Buffer): Buffer {
    const found = this.#foundFor(service);
    const known = found.stacks[index];
    if (known) return known;
    const frames = this.#framesOf(reader, dictionary, index, service, found);
    const id = hash("sha256", frames, "buffer").subarray(0, 8);
    found.stacks[index] = id;
    const key = Buffer.concat([id, service]);
    const before = this.#known.count;
    if (this.#known.of(key, 0, key.length) === before) this.#store(id, frames, service);
    return id;
  }

  #foundFor(service: Buffer): Found {
    const key = service.toString("latin1");
    const known = this.#found.get(key);
    if (known) return known;
    const fresh: Found = { locations: [], stacks: [] };
    this.#found.set(key, fresh);
    return fresh;
  }

  #framesOf(
    reader: Reader,
    dictionary: ProfileDictionary,
    index: number,
    service: Buffer,
    found: Found,
  ): Buffer {
    const { locations } = found;
    const indexes = locationsOf(reader, dictionary, index);
    let at = 0;
    for (let i = indexes.length - 1; i >= 0; i--) {
      const location = indexes[i] as number;
      const ids = (locations[location] ??= this.frames.of(reader, dictionary, location, service));
      if (at + ids.length > this.#frames.length) this.#grow(at + ids.length);
      for (let byte = 0; byte < ids.length; byte++) this.#frames[at++] = ids[byte] as number;
    }
    const frames = this.#frames.subarray(0, at);
    if (at <= mostFrames * idLength) return frames;
    const half = (mostFrames * idLength) / 2;
    return Buffer.concat([
      frames.subarray(0, half),
      this.frames.leftOut(service),
      frames.subarray(at - half + idLength),
    ]);
  }

  #grow(needed: number): void {
    const larger = Buffer.alloc(needed * 2);
    this.#frames.copy(larger);
    this.#frames = larger;
  }

  #store(id: Buffer, frames: Buffer, service: Buffer): void {
    const c = this.block.columns;
    const at = c.day.bytes.reserve(2);
    c.day.bytes.buffer.writeUInt16LE(this.#day, at);
    c.service.push(service, 0, service.length);
    c.stack_id.bytes.copy(id, 0, 8);
    c.frames.inner.bytes.copy(frames, 0, frames.length);
    c.frames.end();
  }
}

/** Indexes of a stack's locations, innermost first. */
function locationsOf(reader: Reader, { stacks }: ProfileDictionary, index: number): number[] {
  const locations: number[] = [];
  if (index >= stacks.count) return locations;
  const end = stacks.ends[index] as number;
  reader.pos = stacks.starts[index] as number;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === tagOf(1, VARINT)) locations.push(reader.varint32(end));
    else if (tag === tagOf(1, BYTES)) {
      reader.range(end);
      const stop = reader.end;
      reader.pos = reader.start;
      while (reader.pos < stop) locations.push(reader.varint32(stop));
    } else reader.skip(tag, end);
  }
  return locations;
}
