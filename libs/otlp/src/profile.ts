import { BYTES, FIXED64, type Reader, tagOf, VARINT } from "./reader.ts";
import { Ranges } from "./ranges.ts";

/** One Profile, read one level deep. The view is filled again for every profile. */
export class ProfileView {
  timeLow = 0;
  timeHigh = 0;
  durationLow = 0;
  durationHigh = 0;
  /** The message of its sample type: what is measured, and its unit. */
  typeStart = 0;
  typeEnd = 0;
  readonly samples = new Ranges();

  /** @throws MalformedError */
  read(reader: Reader, start: number, end: number): void {
    this.timeLow = this.timeHigh = this.durationLow = this.durationHigh = 0;
    this.typeStart = this.typeEnd = 0;
    this.samples.count = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag === SAMPLE) {
        reader.range(end);
        this.samples.push(reader.start, reader.end);
      } else if (tag === TYPE) {
        reader.range(end);
        this.typeStart = reader.start;
        this.typeEnd = reader.end;
      } else if (tag === TIME) {
        reader.fixed64(end);
        this.timeLow = reader.low;
        this.timeHigh = reader.high;
      } else if (tag === DURATION) {
        reader.varint64(end);
        this.durationLow = reader.low;
        this.durationHigh = reader.high;
      } else reader.skip(tag, end);
    }
  }
}

const TYPE = tagOf(1, BYTES);
const SAMPLE = tagOf(2, BYTES);
const TIME = tagOf(3, FIXED64);
const DURATION = tagOf(4, VARINT);

/** One Sample of a profile: what repeats in it, as ranges. */
export class SampleView {
  stack = 0;
  link = 0;
  /** Packed or single: numbers of attributes and values (varints), instants (fixed64). */
  readonly attributes = new Ranges();
  readonly values = new Ranges();
  readonly times = new Ranges();

  /** @throws MalformedError */
  read(reader: Reader, start: number, end: number): void {
    this.stack = this.link = 0;
    this.attributes.count = this.values.count = this.times.count = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      const field = tag >>> 3;
      const wire = tag & 7;
      if (tag === STACK) this.stack = reader.varint32(end);
      else if (tag === LINK) this.link = reader.varint32(end);
      else if (field === 2 && (wire === BYTES || wire === VARINT))
        pushRange(reader, tag, end, this.attributes);
      else if (field === 4 && (wire === BYTES || wire === VARINT)) pushRange(reader, tag, end, this.values);
      else if (field === 5 && (wire === BYTES || wire === FIXED64)) pushRange(reader, tag, end, this.times);
      else reader.skip(tag, end);
    }
  }

  /** Instants that are given. */
  get instants(): number {
    let bytes = 0;
    for (let i = 0; i < this.times.count; i++)
      bytes += (this.times.ends[i] as number) - (this.times.starts[i] as number);
    return Math.floor(bytes / 8);
  }
}

const STACK = tagOf(1, VARINT);
const LINK = tagOf(3, VARINT);

/** A repeated number comes packed, as one length-delimited run, or one by one: either way its bytes are a range. */
function pushRange(reader: Reader, tag: number, end: number, into: Ranges): void {
  const start = reader.pos;
  reader.skip(tag, end);
  if ((tag & 7) === BYTES) into.push(reader.start, reader.end);
  else into.push(start, reader.pos);
}
