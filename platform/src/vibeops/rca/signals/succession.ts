import type { Flow } from "./flows.ts";
import { countOf, gTest } from "./robust.ts";

/** How what follows on a statement differs between the two sides of a cut. */
export interface Turn {
  readonly at: number;
  /** The successor that became rarer most, and its share before and after. */
  readonly lost: string;
  readonly lostBefore: number;
  readonly lostAfter: number;
  /** The one that became more frequent most. */
  readonly got: string;
  readonly countBefore: number;
  readonly countAfter: number;
  /** Whether the lost one does not occur any more at all. */
  readonly isGone: boolean;
  /** Whether the new one had never occurred before. */
  readonly isNew: boolean;
  readonly evidence: number;
}

/** A mix of requests drifts, and then old and new successors are both known and both still there: such turns count less. */
const notGone = 0.3;
const notNew = 0.7;
/** What was usual is known from before the window only. */
const fromHistory = 0.4;
const enoughSeen = 4;
/** A turn that chance alone makes somewhere among hundreds of flows. */
const byChance = 6;

/** The turn of a flow at each of some moments, where there is one.
 *  @param from  begin of the window: what lies before it is history, which may have had another mix of requests, so that some
 *               of what was usual must be seen in the window itself */
export function turnsOf(flow: Flow, moments: readonly number[], from: number): (Turn | undefined)[] {
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  for (const to of flow.to) after.set(to, (after.get(to) ?? 0) + 1);
  let next = 0;
  const own = new Map<string, number>();
  return moments.map((at) => {
    for (let time = flow.times[next]; time !== undefined && time < at; time = flow.times[++next]) {
      const to = flow.to[next] ?? "";
      before.set(to, (before.get(to) ?? 0) + 1);
      const rest = (after.get(to) ?? 0) - 1;
      if (rest > 0) after.set(to, rest);
      else after.delete(to);
      if (time >= from) own.set(to, (own.get(to) ?? 0) + 1);
    }
    if (next < 4 || flow.times.length - next < 3) return undefined;
    const found = turn(at, before, after);
    return found && { ...found, evidence: found.evidence * trustOf(found, own) };
  });
}

/** How far history may be believed: the old way must be seen in the window too, if anything is seen there before the turn. */
function trustOf({ lost, lostBefore }: Turn, own: ReadonlyMap<string, number>): number {
  const seen = countOf(own);
  if (seen < 2) return fromHistory;
  if (seen < enoughSeen) return 1;
  return (own.get(lost) ?? 0) / seen >= lostBefore / 2 ? 1 : 0;
}

function turn(
  at: number,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Turn | undefined {
  const [countBefore, countAfter] = [countOf(before), countOf(after)];
  const share = (to: string) =>
    [(before.get(to) ?? 0) / countBefore, (after.get(to) ?? 0) / countAfter] as const;
  const shares = [...new Set([...before.keys(), ...after.keys()])].map((to) => ({ to, share: share(to) }));
  const byGrowth = shares.toSorted((a, b) => a.share[1] - a.share[0] - (b.share[1] - b.share[0]));
  const [lost, got] = [byGrowth[0], byGrowth.at(-1)];
  if (!lost || !got || lost === got) return undefined;
  const g = gTest(before, after);
  const isGone = lost.share[1] === 0 && lost.share[0] > 0.4;
  const isNew = got.share[0] === 0;
  const evidence = (g / 2) * (isGone ? 1 : notGone) * (isNew ? 1 : notNew) - byChance;
  return {
    at,
    lost: lost.to,
    lostBefore: lost.share[0],
    lostAfter: lost.share[1],
    got: got.to,
    countBefore,
    countAfter,
    isGone,
    isNew,
    evidence,
  };
}
