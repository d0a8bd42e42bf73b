import type { MomentRow } from "../store.ts";
import { answeredTogether, operationOf, type Stratum } from "./traffic.ts";

/** So many requests of the others make a moment: it is short in a rush, and long where little is asked for. */
const leastOfOthers = 4;

/** What a pod answered beside what others answered that began at about the same time, each operation by itself; where nobody else was asked for
 *  it, it can't be compared.
 *  @param rows  of the pod and the others, in any order
 *  @param pod   its name in the rows */
export function momentsOf(rows: readonly MomentRow[], pod: string): Stratum[] {
  return [...Map.groupBy(rows, operationOf)].flatMap(([operation, of]) =>
    cut(of, pod)
      .map((moment) => ({
        operation,
        own: answeredTogether(moment.filter((row) => row.pod === pod)),
        others: answeredTogether(moment.filter((row) => row.pod !== pod)),
      }))
      .filter(({ others }) => others.requests > 0),
  );
}

/** In the order of time; what is left at the end belongs to the last. */
function cut(rows: readonly MomentRow[], pod: string): MomentRow[][] {
  const moments: MomentRow[][] = [];
  let moment: MomentRow[] = [];
  let ofOthers = 0;
  const slices = Map.groupBy(rows, ({ slice }) => slice);
  for (const [, slice] of [...slices].toSorted(([a], [b]) => a - b)) {
    moment.push(...slice);
    for (const row of slice) if (row.pod !== pod) ofOthers += row.requests;
    if (ofOthers < leastOfOthers) continue;
    moments.push(moment);
    [moment, ofOthers] = [[], 0];
  }
  const last = moments.at(-1);
  if (last) last.push(...moment);
  return last ? moments : [moment];
}
