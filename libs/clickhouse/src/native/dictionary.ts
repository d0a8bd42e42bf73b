import { Bytes } from "./bytes.ts";

/** Gives every distinct byte string a number, from 0 in order of first appearance. */
export class Dictionary {
  /** The strings end to end, each with its length before it (as ClickHouse's String has it). */
  readonly strings = new Bytes(1024);
  count = 0;
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #hashes = new Int32Array(64);
  #slots = new Int32Array(256).fill(-1);
  #source: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** The number of `source[start..end)`, new or known. */
  of(source: Uint8Array, start: number, end: number): number {
    this.#read(source);
    const hash = hashBytes(this.#view, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const index = this.#slots[slot] as number;
      if (index < 0) return this.#add(source, start, end, hash, slot);
      if (this.#hashes[index] === hash && this.#equals(index, start, end)) return index;
      slot = (slot + 1) & mask;
    }
  }

  /** Whether `source[start..end)` is the string of this number. */
  is(index: number, source: Uint8Array, start: number, end: number): boolean {
    this.#read(source);
    return index < this.count && this.#equals(index, start, end);
  }

  /** The bytes of a number: a window, not a copy. */
  bytes(index: number): Buffer {
    return this.strings.written().subarray(this.#starts[index], this.#ends[index]);
  }

  ofText(text: string): number {
    const bytes = Buffer.from(text);
    return this.of(bytes, 0, bytes.length);
  }

  clear(): void {
    this.count = 0;
    this.strings.length = 0;
    this.#slots.fill(-1);
  }

  #read(source: Uint8Array): void {
    if (source === this.#source) return;
    this.#source = source;
    this.#view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  #equals(index: number, start: number, end: number): boolean {
    const known = this.#starts[index] as number;
    const count = end - start;
    if ((this.#ends[index] as number) - known !== count) return false;
    const a = this.strings.view;
    const b = this.#view;
    if (count < 4) {
      for (let i = 0; i < count; i++) if (a.getUint8(known + i) !== b.getUint8(start + i)) return false;
      return true;
    }
    // Four bytes at a time; the last four overlap those before them.
    const last = count - 4;
    for (let i = 0; i < last; i += 4) {
      if (a.getInt32(known + i, true) !== b.getInt32(start + i, true)) return false;
    }
    return a.getInt32(known + last, true) === b.getInt32(start + last, true);
  }

  #add(source: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const index = this.count++;
    if (index === this.#starts.length) this.#growEntries();
    this.strings.varint(end - start);
    this.#starts[index] = this.strings.length;
    this.strings.copy(source, start, end);
    this.#ends[index] = this.strings.length;
    this.#hashes[index] = hash;
    this.#slots[slot] = index;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  #growEntries(): void {
    this.#starts = doubled(this.#starts);
    this.#ends = doubled(this.#ends);
    this.#hashes = doubled(this.#hashes);
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = (this.#hashes[index] as number) & mask;
      while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = index;
    }
  }
}

/** Drawn at every start, so that nobody outside can choose strings that collide. */
const seed = (Math.random() * 0x1_0000_0000) | 0;

function hashBytes(view: DataView, start: number, end: number): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
