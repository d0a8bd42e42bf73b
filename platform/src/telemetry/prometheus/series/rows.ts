/** Reads rows of ClickHouse's `RowBinary` one value after the other. */
export class RowReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#view.byteLength;
  }

  /** Half of a 64-bit id. */
  uint32(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  int32(): number {
    const value = this.#view.getInt32(this.#at, true);
    this.#at += 4;
    return value;
  }

  /** Exact up to 2^53. */
  int64(): number {
    const low = this.#view.getUint32(this.#at, true);
    const high = this.#view.getInt32(this.#at + 4, true);
    this.#at += 8;
    return high * 0x1_0000_0000 + low;
  }

  uint64(): number {
    const low = this.#view.getUint32(this.#at, true);
    const high = this.#view.getUint32(this.#at + 4, true);
    this.#at += 8;
    return high * 0x1_0000_0000 + low;
  }

  float64(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** An array of 64-bit values, each read by `read`. */
  array(read: (reader: RowReader) => number): number[] {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      length += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    return Array.from({ length }, () => read(this));
  }
}

export const idOf = (low: number, high: number): string => ((BigInt(high) << 32n) | BigInt(low)).toString();
