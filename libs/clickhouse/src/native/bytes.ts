const nothing = new Uint8Array(0);
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A growing run of bytes. `length` may be set back to undo what was written last. */
export class Bytes {
  buffer: Buffer;
  view: DataView;
  length = 0;
  #source: Uint8Array = nothing;
  #sourceView = viewOf(nothing);

  constructor(capacity = 4096) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
    this.view = viewOf(this.buffer);
  }

  /** Makes room for `count` more bytes and returns where they start. */
  reserve(count: number): number {
    const start = this.length;
    const end = start + count;
    if (end > this.buffer.length) this.#grow(end);
    this.length = end;
    return start;
  }

  copy(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    const at = this.reserve(count);
    if (count > 96) {
      Uint8Array.prototype.set.call(this.buffer, source.subarray(start, end), at);
      return;
    }
    if (source !== this.#source) {
      this.#source = source;
      this.#sourceView = viewOf(source);
    }
    const from = this.#sourceView;
    const to = this.view;
    if (count < 4) {
      for (let i = 0; i < count; i++) to.setUint8(at + i, from.getUint8(start + i));
      return;
    }
    // Four bytes at a time; the last four overlap those before them.
    const last = count - 4;
    for (let i = 0; i < last; i += 4) to.setInt32(at + i, from.getInt32(start + i, true), true);
    to.setInt32(at + last, from.getInt32(start + last, true), true);
  }

  byte(value: number): void {
    const at = this.reserve(1);
    this.view.setUint8(at, value);
  }

  u32(value: number): void {
    const at = this.reserve(4);
    this.view.setUint32(at, value, true);
  }

  /** A 64-bit value from its low and high 32 bits. */
  u64(low: number, high: number): void {
    const at = this.reserve(8);
    this.view.setUint32(at, low, true);
    this.view.setUint32(at + 4, high, true);
  }

  f64(value: number): void {
    const at = this.reserve(8);
    this.view.setFloat64(at, value, true);
  }

  zeros(count: number): void {
    const at = this.reserve(count);
    for (let i = 0; i < count; i++) this.view.setUint8(at + i, 0);
  }

  varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.byte((rest & 127) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  text(value: string): void {
    const count = Buffer.byteLength(value);
    this.varint(count);
    const at = this.reserve(count);
    this.buffer.write(value, at, "utf8");
  }

  /** What was written: a window on this buffer, not a copy. */
  written(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.buffer.length);
    this.buffer = larger;
    this.view = viewOf(larger);
  }
}
