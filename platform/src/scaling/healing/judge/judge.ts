import { bucketNanos, quantileNano, sizeOf } from "#telemetry/query/index.ts";
import { type Ailment, ailments, type Evidence, type Figures } from "../api.ts";
import { type Share, type Shares, shareTest } from "./tests.ts";
import {
  type Answered,
  noTraffic,
  type PodTraffic,
  type Stratum,
  strataOf,
  trafficOf,
  without,
} from "./traffic.ts";

/** How sure it has to be. */
export interface Rigour {
  /** Requests that the pod must have had. */
  readonly leastRequests: number;
  /** So likely it may be chance. */
  readonly mostByChance: number;
}

/* It takes both to call a pod sick, and they see different requests: by chance alone that is one in ten million. */

/** To keep an eye on a pod. */
export const toNotice: Rigour = { leastRequests: 4, mostByChance: 1e-3 };
/** To be sure of one that was noticed, by requests that were answered since. */
export const toConfirm: Rigour = { leastRequests: 4, mostByChance: 1e-4 };

/* With enough requests any difference is beyond chance; these are the least that people feel and that a new pod would mend. */

/** Of its requests so many more are bad than of the others', */
const leastMore = 0.1;
/** and so many times as many, */
const leastTimes = 3;
/** while the others are well themselves. */
const mostOfOthers = 0.2;
/** At the moments of its bad requests the others' were not bad: so likely that may be chance. */
const mostMeanwhile = 0.01;
/** A pod that stands still again and again lets many pass quickly between. */
const leastSlow = 0.3;
/** A request is slow that takes so many times as long as is usual for the others, */
const slowTimes = 3;
/** so much longer, */
const slowerMs = 100;
/** and longer than these take but rarely: where all have to wait, nobody is slow. */
const rarely = 0.95;
/** A pod that has so many times as many requests as the others is slow because it is busy. */
const busyTimes = 3;

/** What is wrong with pods that is not with those like them; too little was asked of those that are not told. It may have been no better with
 *  the others at the same moments: see `isWorseMeanwhile`.
 *  @param pods   of one workload and revision, by id
 *  @param usual  the same pods over a longer time: what is rarely asked for has been asked of the others then */
export function sickAmong<Id>(
  pods: ReadonlyMap<Id, PodTraffic>,
  rigour: Rigour,
  usual: ReadonlyMap<Id, PodTraffic> = pods,
): Map<Id, Evidence> {
  if (pods.size < 2) return new Map();
  const all = trafficOf([...pods.values()]);
  const usually = usual === pods ? all : trafficOf([...usual.values()]);
  return new Map(
    [...pods].flatMap(([id, own]): [Id, Evidence][] => {
      const others = {
        pods: pods.size - 1,
        meanwhile: without(all, own),
        usually: without(usually, usual.get(id) ?? noTraffic),
      };
      const evidence = evidenceAgainst(own, others, rigour);
      return evidence ? [[id, evidence]] : [];
    }),
  );
}

interface Others {
  /** How many they are. */
  readonly pods: number;
  readonly meanwhile: PodTraffic;
  readonly usually: PodTraffic;
}

function evidenceAgainst(own: PodTraffic, others: Others, rigour: Rigour): Evidence | undefined {
  for (const ailment of ailments) {
    const { sidesOf, sharesOf, least, isExcused } = signs[ailment];
    const shares = sharesOf(own, others.usually);
    if (!isFelt(shares, least, rigour) || isExcused?.(own, others)) continue;
    const chance = shareTest(shares);
    if (chance <= rigour.mostByChance) return { ailment, ...sidesOf(own, others), chance };
  }
  return undefined;
}

type Sides = Pick<Evidence, "own" | "others">;
/** How many requests are bad, on either side. */
type SharesIn = (strata: readonly Stratum[], usually: PodTraffic) => Shares[];

interface Signs {
  readonly sidesOf: (own: PodTraffic, others: Others) => Sides;
  readonly sharesOf: (own: PodTraffic, usually: PodTraffic) => readonly Shares[];
  /** Of its requests so many are bad. */
  readonly least: number;
  /** It can't be helped. */
  readonly isExcused?: (own: PodTraffic, others: Others) => boolean;
}

const inCommon = (own: PodTraffic, { usually, pods }: Others): Sides => {
  const strata = strataOf(own, usually);
  return { own: figuresOf(strata, "own", 1), others: figuresOf(strata, "others", pods) };
};

const failures: SharesIn = (strata) =>
  strata.map(({ own, others }) => ({ own: failedOf(own), others: failedOf(others) }));

const delays: SharesIn = (strata, usually) =>
  strata.map(({ operation, own, others }) => {
    const limit = slowFrom(usually.operations.get(operation) ?? others);
    return { own: overOf(own, limit), others: overOf(others, limit) };
  });

const signs: Readonly<Record<Ailment, Signs>> = {
  /** It answers nothing at all, which is more than that some of its requests are meant to stay open. */
  hanging: {
    sidesOf: (own, { usually, pods }) => ({ own: wholeOf(own, 1), others: wholeOf(usually, pods) }),
    sharesOf: (own, usually) => [{ own: unansweredOf(own), others: unansweredOf(usually) }],
    least: 1,
  },
  failing: {
    sidesOf: inCommon,
    sharesOf: (own, usually) => failures(strataOf(own, usually), usually),
    least: leastMore,
  },
  slow: {
    sidesOf: inCommon,
    sharesOf: (own, usually) => delays(strataOf(own, usually), usually),
    least: leastSlow,
    isExcused: (own, { meanwhile, pods }) =>
      own.isNew || requestsTo(own) > (busyTimes * requestsTo(meanwhile)) / pods,
  },
};

/** Whether the others were well at the very moments at which the pod was not. Where callers keep their connections, a pod that has few of them is
 *  asked for more just when all have to wait, and looks slow beside what is usual.
 *  @param moments  its requests beside those of the others that began at about the same time
 *  @param usually  the others over a longer time */
export function isWorseMeanwhile(
  ailment: Exclude<Ailment, "hanging">,
  moments: readonly Stratum[],
  usually: PodTraffic,
): boolean {
  const shares = (ailment === "failing" ? failures : delays)(moments, usually);
  const own = totalOf(shares.map((each) => each.own));
  const asOthers = shares.reduce((sum, each) => sum + each.own.total * shareOf(each.others), 0);
  return (
    own.hits >= leastTimes * asOthers &&
    asOthers <= mostOfOthers * own.total &&
    shareTest(shares) <= mostMeanwhile
  );
}

/** Whether people feel it. */
function isFelt(shares: readonly Shares[], least: number, { leastRequests }: Rigour): boolean {
  const total = totalOf(shares.map(({ own }) => own));
  const [own, others] = [shareOf(total), shareOf(totalOf(shares.map((each) => each.others)))];
  return (
    total.total >= leastRequests &&
    own >= least &&
    own - others >= leastMore &&
    own >= leastTimes * others &&
    others <= mostOfOthers
  );
}

const shareOf = ({ hits, total }: Share) => (total === 0 ? 0 : hits / total);

const totalOf = (shares: readonly Share[]): Share => ({
  hits: shares.reduce((sum, { hits }) => sum + hits, 0),
  total: shares.reduce((sum, { total }) => sum + total, 0),
});

const failedOf = ({ failed, requests }: Answered): Share => ({ hits: failed, total: requests });

/** Nanoseconds. */
function slowFrom({ durations }: Answered): number {
  const usual = quantileNano(durations, 0.5) ?? 0;
  const rare = quantileNano(durations, rarely) ?? 0;
  return Math.max(slowTimes * usual, usual + slowerMs * 1e6, rare);
}

const overOf = ({ durations }: Answered, nanos: number): Share => ({
  hits: durations.counts.reduce(
    (sum, count, i) => (bucketNanos(durations.buckets[i] ?? 0) > nanos ? sum + count : sum),
    0,
  ),
  total: sizeOf(durations),
});

const unansweredOf = (traffic: PodTraffic): Share => ({
  hits: traffic.unanswered,
  total: traffic.unanswered + requestsTo(traffic),
});

const requestsTo = ({ operations }: PodTraffic): number =>
  [...operations.values()].reduce((sum, { requests }) => sum + requests, 0);

/** Typical is the median of each operation, weighed by what the pod was asked for. */
function figuresOf(strata: readonly Stratum[], side: "own" | "others", pods: number): Figures {
  const sum = (of: (stratum: Stratum) => number) => strata.reduce((total, stratum) => total + of(stratum), 0);
  const asked = sum(({ own }) => own.requests);
  const nanos = sum((stratum) => stratum.own.requests * (quantileNano(stratum[side].durations, 0.5) ?? 0));
  return {
    pods,
    requests: sum((stratum) => stratum[side].requests),
    failed: sum((stratum) => stratum[side].failed),
    slow: sum((stratum) => overOf(stratum[side], slowFrom(stratum.others)).hits),
    unanswered: 0,
    typicalMs: asked === 0 ? null : nanos / asked / 1e6,
  };
}

const wholeOf = (traffic: PodTraffic, pods: number): Figures => ({
  pods,
  requests: requestsTo(traffic),
  failed: [...traffic.operations.values()].reduce((sum, { failed }) => sum + failed, 0),
  slow: 0,
  unanswered: traffic.unanswered,
  typicalMs: null,
});
