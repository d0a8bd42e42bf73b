/** A growing run of bytes. `length` may be set back to undo what was written last. */
export class Bytes {
  buffer: Buffer;
  length = 0;

  constructor(capacity = 4096) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
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
    let at = this.reserve(count);
    const target = this.buffer;
    if (count > 64) {
      Uint8Array.prototype.set.call(target, source.subarray(start, end), at);
      return;
    }
    for (let i = start; i < end; i++) target[at++] = source[i] as number;
  }

  byte(value: number): void {
    const at = this.reserve(1);
    this.buffer[at] = value;
  }

  u32(value: number): void {
    const at = this.reserve(4);
    const target = this.buffer;
    target[at] = value;
    target[at + 1] = value >>> 8;
    target[at + 2] = value >>> 16;
    target[at + 3] = value >>> 24;
  }

  /** A 64-bit value from its low and high 32 bits. */
  u64(low: number, high: number): void {
    this.u32(low);
    this.u32(high);
  }

  f64(value: number): void {
    const at = this.reserve(8);
    this.buffer.writeDoubleLE(value, at);
  }

  zeros(count: number): void {
    const at = this.reserve(count);
    this.buffer.fill(0, at, at + count);
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

  view(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.buffer.length);
    this.buffer = larger;
  }
}
