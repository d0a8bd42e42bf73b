import { type Distribution, noDurations, quantileNano, sizeOf, together } from "#telemetry/query/index.ts";
import type { Finding } from "./api.ts";
import { falseDiscoveries } from "./statistics/discoveries.ts";
import { rankTest } from "./statistics/ranks.ts";
import { proportionTest } from "./statistics/tables.ts";

export interface Counted {
  readonly count: number;
  readonly errors: number;
  readonly durations: Distribution;
}
export const none: Counted = { count: 0, errors: 0, durations: noDurations };

/** Something that transactions are, or do, on both sides. */
export interface Subject extends Pick<Finding, "subject" | "service" | "name" | "id"> {
  readonly a: Counted;
  readonly b: Counted;
}

/** How many transactions on either side it was looked for in. */
export type TotalOf = (subject: Subject) => { readonly a: number; readonly b: number };

/* With enough requests any difference is beyond chance; these are the least that are worth being told. */

/** Vargha and Delaney call 0.56 a small effect. */
const leastSuperiority = 0.06;
const leastTimesInTail = 1.5;
const leastTimesErrors = 1.5;
const leastMoreErrors = 0.005;
/** For the normal approximation of ranks, with room. */
const leastToRank = 20;
/** So many findings may be false. */
const mostFalse = 0.05;
const tailBegins = 0.95;

/** A question that was asked of the data, with what it would mean. */
interface Question {
  readonly subject: Subject;
  readonly p: number;
  /** Undefined when the difference is too small to be told. */
  readonly change: Finding["change"] | undefined;
  readonly superiority: number;
}

/** Asks every question of every subject, and keeps what chance does not explain: false findings are held to 5 %. */
export function judged(
  subjects: readonly Subject[],
  totalOf: TotalOf,
): { readonly findings: Finding[]; readonly tests: number } {
  const questions = subjects.flatMap((subject) => questionsOf(subject, totalOf(subject)));
  const qs = falseDiscoveries(questions.map(({ p }) => p));
  const findings = questions.flatMap(({ subject, p, change, superiority }, i): Finding[] => {
    const q = qs[i] ?? 1;
    if (change === undefined || q > mostFalse) return [];
    const { a, b, ...what } = subject;
    const total = totalOf(subject);
    return [{ ...what, change, superiority, p, q, a: sampleOf(a, total.a), b: sampleOf(b, total.b) }];
  });
  return {
    findings: withoutEchoes(findings).toSorted((x, y) => weightOf(y) - weightOf(x)),
    tests: questions.length,
  };
}

function questionsOf(subject: Subject, total: { a: number; b: number }): Question[] {
  const { a, b } = subject;
  if (subject.subject === "exception") return presenceOf(subject, total);
  if (a.count === 0 || b.count === 0) return presenceOf(subject, total);
  return [...rankOf(subject), ...tailOf(subject), errorsOf(subject)];
}

/** There on one side only: in how many transactions it should have been seen on the other. */
function presenceOf(subject: Subject, total: { a: number; b: number }): Question[] {
  const { a, b } = subject;
  if (total.a === 0 || total.b === 0) return [];
  const p = proportionTest(
    { hits: Math.min(a.count, total.a), total: total.a },
    { hits: Math.min(b.count, total.b), total: total.b },
  );
  const change = a.count === 0 ? "new" : b.count === 0 ? "gone" : undefined;
  return [{ subject, p, change, superiority: 0.5 }];
}

function rankOf(subject: Subject): Question[] {
  const { a, b } = subject;
  if (Math.min(a.count, b.count) < leastToRank) return [];
  const { superiority, p } = rankTest(a.durations, b.durations);
  const far = superiority - 0.5;
  const change = far >= leastSuperiority ? "slower" : far <= -leastSuperiority ? "faster" : undefined;
  return [{ subject, p, change, superiority }];
}

/** Ranks hardly see what happens to the slowest few: how many of either side lie beyond the 95th percentile of both?
 *  Source: Johnson, Verrill and Moore, "Two-Sample Rank Tests for Detecting Changes That Occur in a Small Proportion" (1987) */
function tailOf(subject: Subject): Question[] {
  const { a, b } = subject;
  if (Math.min(a.count, b.count) < leastToRank) return [];
  const edge = bucketAt(together([a.durations, b.durations]), tailBegins);
  const [inA, inB] = [a, b].map(({ durations, count }) => ({ hits: beyond(durations, edge), total: count }));
  if (inA === undefined || inB === undefined) return [];
  const times = inB.hits / inB.total / Math.max(inA.hits / inA.total, 1 / inA.total);
  return [
    {
      subject,
      p: proportionTest(inA, inB),
      change: times >= leastTimesInTail ? "tail" : undefined,
      superiority: rankTest(a.durations, b.durations).superiority,
    },
  ];
}

function bucketAt(distribution: Distribution, level: number): number {
  const wanted = level * sizeOf(distribution);
  let passed = 0;
  const index = distribution.counts.findIndex((count) => {
    passed += count;
    return passed >= wanted;
  });
  return distribution.buckets[index] ?? 0;
}

const beyond = ({ buckets, counts }: Distribution, edge: number) =>
  counts.reduce((sum, count, i) => sum + ((buckets[i] ?? 0) > edge ? count : 0), 0);

const failMore = (less: number, more: number) =>
  more - less >= leastMoreErrors && more >= less * leastTimesErrors;

function errorsOf(subject: Subject): Question {
  const { a, b } = subject;
  const [ofA, ofB] = [a.errors / a.count, b.errors / b.count];
  const change = failMore(ofA, ofB) ? "failing" : failMore(ofB, ofA) ? "recovering" : undefined;
  const p = proportionTest({ hits: a.errors, total: a.count }, { hits: b.errors, total: b.count });
  return { subject, p, change, superiority: 0.5 };
}

const keyOf = ({ subject, service, name, id }: Finding) => JSON.stringify([subject, service, name, id]);

/** What became slower as a whole has a slower tail, too: that is one finding. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const slower = new Set(findings.filter(({ change }) => change === "slower").map(keyOf));
  return findings.filter((each) => each.change !== "tail" || !slower.has(keyOf(each)));
}

const order: Readonly<Record<Finding["change"], number>> = {
  failing: 3,
  slower: 2,
  tail: 2,
  new: 2,
  faster: 1,
  recovering: 1,
  gone: 1,
};

/** The worse first; among those, what costs most: time or failures more than before, over all of them. */
function weightOf({ change, a, b }: Finding): number {
  const time = Math.abs((b.p95Nano ?? 0) - (a.p95Nano ?? 0)) / 1e9;
  const cost = Math.max(time, Math.abs(b.errorRatio - a.errorRatio)) * Math.max(a.count, b.count);
  return order[change] * 1e3 + Math.log1p(cost);
}

function sampleOf({ count, errors, durations }: Counted, total: number): Finding["a"] {
  return {
    count,
    errorRatio: count === 0 ? 0 : errors / count,
    p50Nano: quantileNano(durations, 0.5),
    p95Nano: quantileNano(durations, 0.95),
    perTransaction: total === 0 ? 0 : count / total,
  };
}
