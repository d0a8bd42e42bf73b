/** Writes Protocol Buffers into a growing buffer. */
export class Writer {
  #buffer = Buffer.allocUnsafe(16_384);
  #length = 0;

  varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#byte((rest & 127) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  /** A varint of 64 bits; negative values in two's complement. */
  varint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest > 127n) {
      this.#byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
  }

  fixed32(value: number): void {
    const at = this.#room(4);
    this.#length = this.#buffer.writeUInt32LE(value >>> 0, at);
  }

  fixed64(value: bigint): void {
    const at = this.#room(8);
    this.#length = this.#buffer.writeBigUInt64LE(BigInt.asUintN(64, value), at);
  }

  double(value: number): void {
    const at = this.#room(8);
    this.#length = this.#buffer.writeDoubleLE(value, at);
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length);
    const at = this.#room(value.length);
    this.#buffer.set(value, at);
    this.#length = at + value.length;
  }

  /** A message inside: what `write` writes, with its length before it. */
  nested(write: () => void): void {
    const head = this.#room(1);
    const start = head + 1;
    this.#length = start;
    write();
    const length = this.#length - start;
    const more = extraBytes(length);
    if (more > 0) {
      this.#room(more);
      this.#buffer.copyWithin(start + more, start, start + length);
    }
    this.#length = head;
    this.varint(length);
    this.#length += length;
  }

  finish(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  #byte(value: number): void {
    const at = this.#room(1);
    this.#buffer[at] = value;
    this.#length = at + 1;
  }

  /** Makes room and returns where it starts; the caller moves the end. */
  #room(count: number): number {
    if (this.#length + count > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + count));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    return this.#length;
  }
}

/** Bytes that a varint needs beyond its first. */
const extraBytes = (value: number): number => (value < 128 ? 0 : 1 + extraBytes(Math.floor(value / 128)));
