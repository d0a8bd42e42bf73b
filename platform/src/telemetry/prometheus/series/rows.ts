/** Reads ClickHouse's binary formats one value after the other. */
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
    return Array.from({ length: this.varint() }, () => read(this));
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  get position(): number {
    return this.#at;
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }
}

export const idOf = (low: number, high: number): string => ((BigInt(high) << 32n) | BigInt(low)).toString();

/** One block of ClickHouse's `Native`: where each of its columns starts. */
interface NativeBlock {
  readonly rows: number;
  readonly starts: readonly number[];
}

/** Finds the columns in a run of blocks.
 *  @param widths bytes of a value of each column, all of fixed width
 *  Source: https://clickhouse.com/docs/interfaces/formats/Native */
export function* blocksOf(bytes: Uint8Array, widths: readonly number[]): Iterable<NativeBlock> {
  const reader = new RowReader(bytes);
  while (!reader.isAtEnd) {
    const columns = reader.varint();
    const rows = reader.varint();
    const starts: number[] = [];
    for (let column = 0; column < columns; column++) {
      reader.skip(reader.varint());
      reader.skip(reader.varint());
      starts.push(reader.position);
      reader.skip(rows * (widths[column] ?? 0));
    }
    yield { rows, starts };
  }
}
