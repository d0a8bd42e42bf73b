/** Writes a set of indexes as a job's status does: `1,3-5,7`. */
export function intervalsText(indexes: Iterable<number>): string {
  const told: string[] = [];
  let first: number | undefined;
  let last: number | undefined;
  const close = () => {
    if (first === undefined || last === undefined) return;
    told.push(first === last ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`);
  };
  for (const index of [...indexes].toSorted((a, b) => a - b)) {
    if (last !== undefined && index === last + 1) {
      last = index;
      continue;
    }
    close();
    first = last = index;
  }
  close();
  return told.join(",");
}

/** @param most  indexes from here on are left out */
export function parseIntervals(text: string, most: number): Set<number> {
  const indexes = new Set<number>();
  for (const [, from = "", to = from] of text.matchAll(/(\d+)(?:-(\d+))?/g)) {
    const end = Math.min(Number(to), most - 1);
    for (let index = Number(from); index <= end; index++) indexes.add(index);
  }
  return indexes;
}
