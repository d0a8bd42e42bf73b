import type { Explanation } from "./api.ts";
import { falseDiscoveries } from "./statistics/discoveries.ts";
import { associationOf } from "./statistics/tables.ts";

export interface KeyCounts {
  readonly key: string;
  readonly values: readonly { readonly value: string; readonly a: number; readonly b: number }[];
  /** Different values, and transactions with any of them. */
  readonly distinct: number;
  readonly a: number;
  readonly b: number;
}

/** Keys that name one thing each, or a place within one: they tell everything apart and explain nothing. */
const names =
  /(^|[._])(uid|pid|instance\.id|trace_id|span_id|request_id|request\.id)$|\.(start|creation)_?time|^code\.(line|column)/;
/** Of keys that say the same, the one that people know best. */
const wellKnown = [
  "service",
  "service.version",
  "k8s.pod.name",
  "k8s.node.name",
  "http.route",
  "name",
  "status",
];
/** With more different values for each occurrence than this a key is an id. */
const mostDistinct = 0.5;
const fewest = 20;
/** Cohen calls 0.1 a small effect. */
const leastStrength = 0.1;
const mostFalse = 0.05;
const mostValues = 8;

/** Ranks attributes by how well they tell two sides apart. An attribute that is not there is a value, too.
 *  @param known  keys by which the sides were made: they explain nothing */
export function explained(
  keys: readonly KeyCounts[],
  sizes: { readonly a: number; readonly b: number },
  known: ReadonlySet<string>,
): { readonly explanations: Explanation[]; readonly tests: number } {
  const asked = keys.filter((each) => !known.has(each.key) && !isId(each));
  const found = asked.map((each) => ({ each, rows: rowsOf(each, sizes) }));
  const measured = found.map(({ each, rows }) => ({ each, ...associationOf(tableOf(rows, sizes)) }));
  const qs = falseDiscoveries(measured.map(({ p }) => p));
  const explanations = measured
    .map(({ each, p, strength }, i) => ({ each, p, strength, q: qs[i] ?? 1 }))
    .filter(({ q, strength }) => q <= mostFalse && strength >= leastStrength)
    .toSorted((x, y) => y.strength - x.strength || rankOf(x.each.key) - rankOf(y.each.key))
    .map(({ each, ...told }) => ({ key: each.key, also: [], ...told, values: valuesOf(each, sizes) }));
  return { explanations: withoutTwins(explanations), tests: asked.length };
}

function rankOf(key: string): number {
  const rank = wellKnown.indexOf(key);
  return rank === -1 ? wellKnown.length : rank;
}

function isId({ key, distinct, a, b }: KeyCounts): boolean {
  return names.test(key) || (distinct > fewest && distinct > (a + b) * mostDistinct);
}

type Row = readonly [a: number, b: number];

function rowsOf({ values, a, b }: KeyCounts, sizes: { a: number; b: number }): Row[] {
  const told = values.map((each): Row => [each.a, each.b]);
  const [shownA, shownB] = [0, 1].map((side) => told.reduce((sum, row) => sum + (row[side] ?? 0), 0));
  const others: Row = [Math.max(0, a - (shownA ?? 0)), Math.max(0, b - (shownB ?? 0))];
  const absent: Row = [Math.max(0, sizes.a - a), Math.max(0, sizes.b - b)];
  return [...told, others, absent];
}

/** For the test to be sound, values of which fewer than five are expected on a side are one. Source: Cochran (1954) */
function tableOf(rows: readonly Row[], sizes: { a: number; b: number }): Row[] {
  const smaller = Math.min(sizes.a, sizes.b) / (sizes.a + sizes.b);
  const isRare = ([a, b]: Row) => (a + b) * smaller < 5;
  const rare = rows.filter(isRare);
  return [
    ...rows.filter((row) => !isRare(row)),
    [rare.reduce((sum, [a]) => sum + a, 0), rare.reduce((sum, [, b]) => sum + b, 0)],
  ];
}

function valuesOf({ values }: KeyCounts, sizes: { a: number; b: number }): Explanation["values"] {
  return values
    .map(({ value, a, b }) => ({ value, shareA: a / sizes.a, shareB: b / sizes.b }))
    .toSorted((x, y) => y.shareB - y.shareA - (x.shareB - x.shareA))
    .slice(0, mostValues);
}

const mark = ({ strength, values }: Explanation) =>
  JSON.stringify([strength.toFixed(6), values.map(({ shareA, shareB }) => [shareA, shareB])]);

/** A pod's name and its address say the same: one explanation, with the other key beside it. */
function withoutTwins(explanations: readonly Explanation[]): Explanation[] {
  return [...Map.groupBy(explanations, mark).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, also: others.map(({ key }) => key) }],
  );
}
