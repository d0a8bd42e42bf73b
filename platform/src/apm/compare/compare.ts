import type { z } from "zod";
import { distributionOf, quantileNano, type Read, together, windowOf } from "#telemetry/query/index.ts";
import { answeredSample } from "../map/answered.ts";
import { calleesOf, nameOfCall } from "../map/callees.ts";
import type { compare, ComparedSide, explainDifference, listSides } from "./api.ts";
import { explained } from "./explain.ts";
import { type Counted, judged, none, type Subject } from "./judge.ts";
import {
  attributesOf,
  callsOf,
  type ExceptionSideRow,
  exceptionsOf,
  type InnerRow,
  type OperationSideRow,
  operationsOf,
  type Side,
  type Sides,
  spansIn,
  valuesOfResources,
} from "./store.ts";

/** As many spans as are read in about a second. */
const mostSpans = 2_000_000;
/** Of these, who answered is read in a tenth of a second. */
const mostSpansAnswered = 100_000;
/** More transactions of a side than this would not change which attribute comes first. */
const mostLookedAt = 20_000;

type Input = z.output<typeof compare.input>;

export async function compared(read: Read, input: Input, now: number) {
  const sides = sidesOf(input, now);
  const sampling = Math.max(1, Math.ceil((await spansIn(read, sides)) / mostSpans));
  const [operations, calls, exceptions, answers] = await Promise.all([
    operationsOf(read, sides),
    callsOf(read, sides, sampling),
    exceptionsOf(read, sides),
    answersIn(read, sides),
  ]);
  const calleeOf = calleesOf(
    answers,
    operations.map(({ service }) => service),
  );
  const subjects = subjectsOf(operations, calls, exceptions, (row) => nameOfCall(row, calleeOf));
  const totals = totalsOf(operations);
  const { findings, tests } = judged(subjects, ({ subject, service }) => {
    const { a = 0, b = 0 } = totals.get(service) ?? {};
    const every = subject === "statement" || subject === "call" ? sampling : 1;
    return { a: a / every, b: b / every };
  });
  return {
    a: sideOf(
      sides.a,
      operations.filter(({ side }) => side === 1),
    ),
    b: sideOf(
      sides.b,
      operations.filter(({ side }) => side === 2),
    ),
    findings,
    tests,
    sampling,
  };
}

const isCall = ({ statementId }: InnerRow) => statementId === "0";

function subjectsOf(
  operations: readonly OperationSideRow[],
  calls: readonly InnerRow[],
  exceptions: readonly ExceptionSideRow[],
  nameOf: (call: InnerRow) => string,
): Subject[] {
  return [
    ...paired(operations, "operation", ({ service, name }) => ({ service, name, id: "" })),
    ...paired(
      calls,
      (row) => (isCall(row) ? "call" : "statement"),
      (row) => ({ service: row.service, name: nameOf(row), id: isCall(row) ? "" : row.statementId }),
    ),
    ...paired(
      exceptions.map((row) => ({ ...row, errors: "0", durations: [[], []] as const })),
      "exception",
      ({ service, type, message, fingerprint }) => ({
        service,
        name: [type, message].filter((part) => part !== "").join(": "),
        id: fingerprint,
      }),
    ),
  ];
}

/** Who answered whom in either window: of the same one once. */
async function answersIn(read: Read, { a, b }: Sides) {
  const isSame = a.window.from === b.window.from && a.window.to === b.window.to;
  const windows = isSame ? [b.window] : [b.window, a.window];
  const samples = await Promise.all(
    windows.map((window) => answeredSample(read, window, [], mostSpansAnswered)),
  );
  return samples.flatMap(({ answered }) => answered);
}

export async function sidesOfService(read: Read, input: z.output<typeof listSides.input>, now: number) {
  const rows = await valuesOfResources(read, windowOf(input, now), input.service, input.key);
  return { values: rows.map(({ value }) => value) };
}

export async function difference(read: Read, input: z.output<typeof explainDifference.input>, now: number) {
  const sides = sidesOf(input, now);
  const operations = await operationsOf(read, sides);
  const [a, b] = [lookedAt(transactionsOn(1, operations)), lookedAt(transactionsOn(2, operations))];
  if (a.size === 0 || b.size === 0) return { a: a.size, b: b.size, explanations: [], tests: 0 };
  const rows = await attributesOf(read, sides, a, b);
  // Every entry span has a name.
  const named = rows.find(({ key }) => key === "name");
  const looked = { a: Number(named?.a ?? 0), b: Number(named?.b ?? 0) };
  const keys = rows.map(({ key, values, distinct, a, b }) => ({
    key,
    values: values.map(([value, a, b]) => ({ value, a: Number(a), b: Number(b) })),
    distinct: Number(distinct),
    a: Number(a),
    b: Number(b),
  }));
  return { ...looked, ...explained(keys, looked, new Set(keysIn(input))) };
}

const lookedAt = (size: number) => ({ size, every: Math.max(1, Math.ceil(size / mostLookedAt)) });

const dayMs = 86_400_000;

function sidesOf(input: Input, now: number): Sides {
  const { service, filter, from, to, against, baseFrom, baseTo, baseFilter } = input;
  const window = windowOf({ from, to }, now);
  const back = { before: window.to - window.from, day: dayMs, week: 7 * dayMs, same: 0 }[against];
  const base =
    baseFrom === ""
      ? { from: window.from - back, to: window.to - back }
      : windowOf({ from: baseFrom, to: baseTo || "now" }, now);
  return { service, a: { window: base, filter: baseFilter }, b: { window, filter } };
}

/** Keys that a filter asks for. */
const keysIn = ({ service, filter, baseFilter }: Input): string[] => [
  ...[filter, baseFilter].flatMap((text) =>
    [...text.matchAll(/([\w.-]+)(?:=|!=|~|!~|>|<)/g)].map(([, key = ""]) =>
      key.replace(/^-?(resource\.)?/, ""),
    ),
  ),
  ...(service === "" ? [] : ["service", "service.name"]),
];

interface SideRow {
  readonly side: number;
  readonly count: string;
  readonly errors: string;
  readonly durations: readonly [readonly number[], readonly string[]];
}

/** Rows of one thing on both sides, put together. */
function paired<Row extends SideRow>(
  rows: readonly Row[],
  subject: Subject["subject"] | ((row: Row) => Subject["subject"]),
  describe: (row: Row) => Pick<Subject, "service" | "name" | "id">,
): Subject[] {
  const kindOf = (row: Row) => (typeof subject === "function" ? subject(row) : subject);
  const keyOf = (row: Row) => {
    const { service, name, id } = describe(row);
    return JSON.stringify([kindOf(row), service, id || name]);
  };
  return [...Map.groupBy(rows, keyOf).values()].flatMap((own) => {
    const [first] = own;
    const on = (side: number): Counted => countedOf(own.filter((row) => row.side === side));
    return first === undefined ? [] : [{ subject: kindOf(first), ...describe(first), a: on(1), b: on(2) }];
  });
}

function countedOf(rows: readonly SideRow[]): Counted {
  if (rows.length === 0) return none;
  return {
    count: rows.reduce((sum, { count }) => sum + Number(count), 0),
    errors: rows.reduce((sum, { errors }) => sum + Number(errors), 0),
    durations: together(rows.map(({ durations }) => ascending(durations))),
  };
}

/** The engine lists buckets as it met them. */
function ascending([buckets, counts]: SideRow["durations"]) {
  const order = buckets.map((_, i) => i).toSorted((x, y) => (buckets[x] ?? 0) - (buckets[y] ?? 0));
  return distributionOf([order.map((i) => buckets[i] ?? 0), order.map((i) => counts[i] ?? "0")]);
}

const transactionsOn = (wanted: 1 | 2, rows: readonly OperationSideRow[]) =>
  rows.filter(({ side }) => side === wanted).reduce((sum, { count }) => sum + Number(count), 0);

function totalsOf(rows: readonly OperationSideRow[]): ReadonlyMap<string, { a: number; b: number }> {
  return new Map(
    [...Map.groupBy(rows, ({ service }) => service)].map(([service, own]) => [
      service,
      { a: transactionsOn(1, own), b: transactionsOn(2, own) },
    ]),
  );
}

function sideOf({ window }: Side, rows: readonly SideRow[]): ComparedSide {
  const { count, errors, durations } = countedOf(rows);
  return {
    ...window,
    transactions: count,
    errorRatio: count === 0 ? 0 : errors / count,
    p50Nano: quantileNano(durations, 0.5),
    p95Nano: quantileNano(durations, 0.95),
  };
}
