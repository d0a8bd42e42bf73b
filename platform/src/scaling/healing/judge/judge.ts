import { quantileNano } from "#telemetry/query/index.ts";
import { type Ailment, ailments, type Evidence, type Figures } from "../api.ts";
import { greaterTest, shareTest } from "./tests.ts";
import { type PodTraffic, type Stratum, strataOf, trafficOf, without } from "./traffic.ts";

/** How sure it has to be. */
export interface Rigour {
  /** Requests that the pod must have had. */
  readonly leastRequests: number;
  /** So likely it may be chance. */
  readonly mostByChance: number;
}

/** To take notice of a pod: once in a hundred thousand looks at a pod that is well. */
export const toNotice: Rigour = { leastRequests: 10, mostByChance: 1e-5 };
/** To be sure of one that was noticed, by requests that were answered since. */
export const toConfirm: Rigour = { leastRequests: 5, mostByChance: 1e-3 };

/* With enough requests any difference is beyond chance; these are the least that people feel and that a new pod would mend. */

/** Of its requests so many more fail than of the others', */
const leastMore = 0.1;
/** and so many times as many, */
const leastTimes = 3;
/** while the others are well themselves. */
const mostOfOthers = 0.2;
const leastSlowerMs = 100;
/** A pod that has so many times as many requests as the others is slow because it is busy. */
const busyTimes = 3;

/** What is wrong with pods that is not with those like them; too little was asked of those that are not told.
 *  @param pods  of one workload and revision, by id */
export function sickAmong<Id>(pods: ReadonlyMap<Id, PodTraffic>, rigour: Rigour): Map<Id, Evidence> {
  if (pods.size < 2) return new Map();
  const all = trafficOf([...pods.values()]);
  return new Map(
    [...pods].flatMap(([id, own]): [Id, Evidence][] => {
      const evidence = evidenceAgainst(own, without(all, own), pods.size - 1, rigour);
      return evidence ? [[id, evidence]] : [];
    }),
  );
}

/** @param theirs  what was asked of so many other `pods` */
function evidenceAgainst(
  own: PodTraffic,
  theirs: PodTraffic,
  pods: number,
  rigour: Rigour,
): Evidence | undefined {
  const strata = strataOf(own, theirs);
  for (const ailment of ailments) {
    const { sidesOf, isFelt, chanceOf } = signs[ailment];
    const sides = sidesOf({ own, theirs, strata, pods });
    if (sides.own.requests + sides.own.unanswered < rigour.leastRequests || !isFelt(sides)) continue;
    const chance = chanceOf(strata, sides);
    if (chance <= rigour.mostByChance) return { ailment, ...sides, chance };
  }
  return undefined;
}

type Sides = Pick<Evidence, "own" | "others">;

interface Compared {
  readonly own: PodTraffic;
  readonly theirs: PodTraffic;
  readonly strata: readonly Stratum[];
  /** How many the others are. */
  readonly pods: number;
}

interface Signs {
  readonly sidesOf: (compared: Compared) => Sides;
  /** Whether people feel it. */
  readonly isFelt: (sides: Sides) => boolean;
  /** How likely it is chance. */
  readonly chanceOf: (strata: readonly Stratum[], sides: Sides) => number;
}

const shareOf = (hits: number, total: number) => (total === 0 ? 0 : hits / total);
const isMore = (own: number, others: number) =>
  own - others >= leastMore && own >= leastTimes * others && others <= mostOfOthers;

const inCommon = ({ strata, pods }: Compared): Sides => ({
  own: figuresOf(strata, "own", 1),
  others: figuresOf(strata, "others", pods),
});

const signs: Readonly<Record<Ailment, Signs>> = {
  /** It answers nothing at all, which is more than that some of its requests are meant to stay open. */
  hanging: {
    sidesOf: ({ own, theirs, pods }) => ({ own: wholeOf(own, 1), others: wholeOf(theirs, pods) }),
    isFelt: ({ own, others }) =>
      own.requests === 0 &&
      isMore(shareOf(own.unanswered, askedOf(own)), shareOf(others.unanswered, askedOf(others))),
    chanceOf: (_, { own, others }) =>
      shareTest([
        {
          own: { hits: own.unanswered, total: askedOf(own) },
          others: { hits: others.unanswered, total: askedOf(others) },
        },
      ]),
  },
  failing: {
    sidesOf: inCommon,
    isFelt: ({ own, others }) =>
      isMore(shareOf(own.failed, own.requests), shareOf(others.failed, others.requests)),
    chanceOf: (strata) =>
      shareTest(
        strata.map(({ own, others }) => ({
          own: { hits: own.failed, total: own.requests },
          others: { hits: others.failed, total: others.requests },
        })),
      ),
  },
  slow: {
    sidesOf: inCommon,
    isFelt: ({ own, others }) =>
      own.typicalMs !== null &&
      others.typicalMs !== null &&
      own.typicalMs - others.typicalMs >= leastSlowerMs &&
      own.typicalMs >= leastTimes * others.typicalMs &&
      own.requests <= busyTimes * shareOf(others.requests, others.pods),
    chanceOf: (strata) =>
      greaterTest(strata.map(({ own, others }) => ({ own: own.durations, others: others.durations }))),
  },
};

const askedOf = ({ requests, unanswered }: Figures) => requests + unanswered;

/** Typical is the median of each operation, weighed by what the pod was asked for. */
function figuresOf(strata: readonly Stratum[], side: keyof Stratum, pods: number): Figures {
  const sum = (of: (stratum: Stratum) => number) => strata.reduce((total, stratum) => total + of(stratum), 0);
  const asked = sum(({ own }) => own.requests);
  const nanos = sum((stratum) => stratum.own.requests * (quantileNano(stratum[side].durations, 0.5) ?? 0));
  return {
    pods,
    requests: sum((stratum) => stratum[side].requests),
    failed: sum((stratum) => stratum[side].failed),
    unanswered: 0,
    typicalMs: asked === 0 ? null : nanos / asked / 1e6,
  };
}

function wholeOf({ operations, unanswered }: PodTraffic, pods: number): Figures {
  const all = [...operations.values()];
  return {
    pods,
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    unanswered,
    typicalMs: null,
  };
}
