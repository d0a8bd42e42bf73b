/** Rows that are alike in some columns, as groups. */
export interface Groups {
  /** The group of each row; groups are numbered in the order in which they first come. */
  readonly of: Uint32Array;
  /** The first row of each group. */
  readonly firsts: readonly number[];
}

/** Groups rows by a hash table over their numbers, so that no key is made for any row.
 *  @param columns of equal length */
export function groupsOf(columns: readonly Uint32Array[]): Groups {
  const count = columns[0]?.length ?? 0;
  const of = new Uint32Array(count);
  const firsts: number[] = [];
  /** Groups, one more than they are; 0 is free. */
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)));
  const mask = slots.length - 1;
  for (let row = 0; row < count; row++) {
    let slot = hashOf(columns, row) & mask;
    let group = (slots[slot] ?? 0) - 1;
    while (group >= 0 && !areAlike(columns, row, firsts[group] ?? 0)) {
      slot = (slot + 1) & mask;
      group = (slots[slot] ?? 0) - 1;
    }
    if (group < 0) {
      group = firsts.length;
      slots[slot] = firsts.push(row);
    }
    of[row] = group;
  }
  return { of, firsts };
}

/** The rows of each group, ascending. */
export function rowsByGroup({ of, firsts }: Groups): Uint32Array[] {
  const counts = new Uint32Array(firsts.length);
  for (const group of of) counts[group] = (counts[group] ?? 0) + 1;
  const rows = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (let row = 0; row < of.length; row++) {
    const group = of[row] ?? 0;
    const at = counts[group] ?? 0;
    (rows[group] as Uint32Array)[at] = row;
    counts[group] = at + 1;
  }
  return rows;
}

function hashOf(columns: readonly Uint32Array[], row: number): number {
  let hash = 0;
  for (const column of columns) {
    hash = Math.imul(hash ^ (column[row] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function areAlike(columns: readonly Uint32Array[], a: number, b: number): boolean {
  for (const column of columns) if (column[a] !== column[b]) return false;
  return true;
}
