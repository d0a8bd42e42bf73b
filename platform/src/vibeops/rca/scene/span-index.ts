/** Finds the row of a span by the numbers of its trace and its own: a hash table of rows, without an object for any of them. */
export class SpanIndex {
  readonly #traces: Uint32Array;
  readonly #spans: Uint32Array;
  /** Rows, one more than they are; 0 is free. */
  readonly #slots: Uint32Array;

  /** @param traces, spans columns; rows are found once they are added */
  constructor(traces: Uint32Array, spans: Uint32Array) {
    this.#traces = traces;
    this.#spans = spans;
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(traces.length * 2 + 2)));
  }

  /** @returns false where the span is known already, in another row */
  add(row: number): boolean {
    const slot = this.#slotOf(this.#traces[row] ?? 0, this.#spans[row] ?? 0);
    if (this.#slots[slot]) return false;
    this.#slots[slot] = row + 1;
    return true;
  }

  /** @returns -1 where the span is not here */
  rowOf(trace: number, span: number): number {
    return (this.#slots[this.#slotOf(trace, span)] ?? 0) - 1;
  }

  /** Where a span is, or would be. Numbers are given in the order of arrival, so nobody outside chooses which of them meet. */
  #slotOf(trace: number, span: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(trace, 0x9e3779b1) ^ Math.imul(span, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0 || (this.#traces[row] === trace && this.#spans[row] === span)) return slot;
    }
  }
}
