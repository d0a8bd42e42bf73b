/** A message that can't be read as Protocol Buffers. `offset` counts from the start of the request's body. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
  readonly offset: number;
  constructor(what: string, offset: number) {
    super(`${what} at byte ${offset}`);
    this.offset = offset;
  }
}

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** Reads Protocol Buffers in place: positions and numbers come out, no objects.
 *  Source: https://protobuf.dev/programming-guides/encoding/ */
export class Reader {
  buffer: Uint8Array = new Uint8Array(0);
  pos = 0;
  /** Halves of the 64-bit value read last. */
  low = 0;
  high = 0;
  /** Range of the length-delimited value read last. */
  start = 0;
  end = 0;

  reset(buffer: Uint8Array): void {
    this.buffer = buffer;
    this.pos = 0;
  }

  /** A field's tag: number << 3 | wire type. */
  tag(limit: number): number {
    const tag = this.varint32(limit);
    if (tag < 8) throw new MalformedError("field number 0", this.pos);
    return tag;
  }

  /** Low 32 bits of a varint, unsigned. */
  varint32(limit: number): number {
    const { buffer } = this;
    let pos = this.pos;
    if (pos < limit) {
      const first = buffer[pos] as number;
      if (first < 128) {
        this.pos = pos + 1;
        return first;
      }
    }
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= limit) throw new MalformedError("a number runs past its message", pos);
      const byte = buffer[pos++] as number;
      if (shift < 32) value |= (byte & 127) << shift;
      if (byte < 128) {
        this.pos = pos;
        return value >>> 0;
      }
    }
    throw new MalformedError("a number longer than ten bytes", pos);
  }

  /** A varint of up to 64 bits, into `low` and `high`. */
  varint64(limit: number): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= limit) throw new MalformedError("a number runs past its message", this.pos);
      const byte = this.buffer[this.pos++] as number;
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 128) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw new MalformedError("a number longer than ten bytes", this.pos);
  }

  fixed64(limit: number): void {
    if (this.pos + 8 > limit) throw new MalformedError("a 64-bit value runs past its message", this.pos);
    this.low = this.#u32(this.pos);
    this.high = this.#u32(this.pos + 4);
    this.pos += 8;
  }

  fixed32(limit: number): number {
    if (this.pos + 4 > limit) throw new MalformedError("a 32-bit value runs past its message", this.pos);
    const value = this.#u32(this.pos);
    this.pos += 4;
    return value;
  }

  /** The range of a length-delimited value, into `start` and `end`. */
  range(limit: number): void {
    const length = this.varint32(limit);
    const start = this.pos;
    if (length > limit - start) throw new MalformedError("a value runs past its message", start);
    this.start = start;
    this.end = start + length;
    this.pos = this.end;
  }

  skip(tag: number, limit: number): void {
    switch (tag & 7) {
      case VARINT:
        this.varint32(limit);
        return;
      case FIXED64:
        this.fixed64(limit);
        return;
      case BYTES:
        this.range(limit);
        return;
      case FIXED32:
        this.fixed32(limit);
        return;
      default:
        throw new MalformedError(`wire type ${tag & 7}`, this.pos);
    }
  }

  #u32(at: number): number {
    const b = this.buffer;
    return (
      ((b[at] as number) |
        ((b[at + 1] as number) << 8) |
        ((b[at + 2] as number) << 16) |
        ((b[at + 3] as number) << 24)) >>>
      0
    );
  }
}

const scratch = new DataView(new ArrayBuffer(8));
/** The double whose bits are these halves. */
export function doubleOf(low: number, high: number): number {
  scratch.setUint32(0, low, true);
  scratch.setUint32(4, high, true);
  return scratch.getFloat64(0, true);
}

/** The tag of a field: number << 3 | wire type. */
export const tagOf = (field: number, wireType: number): number => (field << 3) | wireType;
