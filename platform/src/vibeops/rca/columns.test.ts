import { Answer, Block, FixedColumn, LowCardinalityColumn, StringColumn } from "@naru/clickhouse";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callColumns, lineColumns } from "./columns.ts";
import { type CallRow, Calls } from "./scene/calls.ts";
import { Ids } from "./scene/ids.ts";
import { Lines, type LineRow } from "./scene/lines.ts";

const few = (...texts: readonly string[]) => fc.constantFrom(...texts);
const trace = fc.integer({ min: 1, max: 3 }).map((n) => n.toString(16).padStart(32, "a"));
const span = fc.integer({ min: 1, max: 6 }).map((n) => n.toString(16).padStart(16, "0"));
/** So few ids that spans come twice, have parents of other traces, or parents that are not here. */
const call: fc.Arbitrary<CallRow> = fc.record({
  trace,
  span,
  parent: fc.oneof(fc.constant(""), span),
  service: few("front", "cart", "catalog"),
  pod: few("", "cart-0", "cart-1"),
  name: few("GET /", "POST /cart"),
  kind: fc.integer({ min: 0, max: 5 }),
  isFailed: fc.boolean(),
  start: fc.integer({ min: 0, max: 20 }).map((n) => n / 4),
  duration: fc.integer({ min: 0, max: 5000 }).map((n) => n / 1000),
  statement: few("", "SELECT ?"),
  peer: few("", "10.0.0.3:80"),
  failure: few("", "거부됨"),
});

const line: fc.Arbitrary<LineRow> = fc
  .record({
    at: fc.integer({ min: 0, max: 8 }),
    service: few("front", "cart"),
    pod: few("", "cart-0", "cart-1"),
    severity: fc.integer({ min: 0, max: 24 }),
    ids: fc.option(fc.record({ trace, span })),
    body: few("paid 12", "paid 13", "거부됨"),
    code: few("", "cart.js:17"),
  })
  .map(({ ids, ...row }) => ({ ...row, trace: ids?.trace ?? "", span: ids?.span ?? "" }));

const text = (of: readonly string[]) => {
  const column = new LowCardinalityColumn();
  for (const each of of) column.pushText(each);
  return column;
};
const bytes = (width: number, of: readonly string[]) => {
  const column = new FixedColumn(`FixedString(${width})`, width);
  for (const each of of) column.bytes.copy(Buffer.from(each.padStart(width * 2, "0"), "hex"), 0, width);
  return column;
};
const small = (of: readonly number[]) => {
  const column = new FixedColumn("UInt8", 1);
  for (const each of of) column.bytes.byte(each);
  return column;
};
const floats = (of: readonly number[]) => {
  const column = new FixedColumn("Float64", 8);
  for (const each of of) column.bytes.f64(each);
  return column;
};
const words = (of: readonly string[]) => {
  const column = new StringColumn();
  for (const each of of) column.pushText(each);
  return column;
};

/** What the store would answer, in blocks of three rows. */
const answered = <T>(rows: readonly T[], block: (rows: readonly T[]) => Buffer) =>
  new Answer(
    Buffer.concat(
      Array.from({ length: Math.ceil(rows.length / 3) }, (_, i) => block(rows.slice(i * 3, i * 3 + 3))),
    ),
  );

const answerOfCalls = (rows: readonly CallRow[]) =>
  answered(rows, (of) =>
    new Block({
      trace: bytes(
        16,
        of.map((row) => row.trace),
      ),
      span: bytes(
        8,
        of.map((row) => row.span),
      ),
      parent: bytes(
        8,
        of.map((row) => row.parent),
      ),
      resource: text(of.map((row) => row.pod)),
      service: text(of.map((row) => row.service)),
      name: text(of.map((row) => row.name)),
      kind: small(of.map((row) => row.kind)),
      failed: small(of.map((row) => Number(row.isFailed))),
      start_ms: floats(of.map((row) => row.start)),
      duration_ms: floats(of.map((row) => row.duration)),
      statement: text(of.map((row) => row.statement)),
      peer: text(of.map((row) => row.peer)),
      failure: text(of.map((row) => row.failure)),
    }).toNative(),
  );

const answerOfLines = (rows: readonly LineRow[]) =>
  answered(rows, (of) =>
    new Block({
      time_ms: floats(of.map((row) => row.at)),
      resource: text(of.map((row) => row.pod)),
      service: text(of.map((row) => row.service)),
      severity: small(of.map((row) => row.severity)),
      trace: bytes(
        16,
        of.map((row) => row.trace),
      ),
      span: bytes(
        8,
        of.map((row) => row.span),
      ),
      text: words(of.map((row) => row.body)),
      code: text(of.map((row) => row.code)),
    }).toNative(),
  );

const rowsOf = (calls: Calls) =>
  Array.from({ length: calls.count }, (_, row) => ({
    trace: calls.traceOf(row),
    span: calls.spanOf(row),
    parent: calls.parent[row],
    isRoot: calls.isRoot[row] === 1,
    children: calls.children[row],
    service: calls.serviceOf(row),
    pod: calls.podOf(row),
    name: calls.nameOf(row),
    kind: calls.kind[row],
    isFailed: calls.isFailed[row] === 1,
    start: calls.start[row],
    duration: calls.duration[row],
    statement: calls.names.text(calls.statement[row] ?? 0),
    peer: calls.names.text(calls.peer[row] ?? 0),
    failure: calls.names.text(calls.failure[row] ?? 0),
  }));

const callId = (row: CallRow) => `${row.trace}/${row.span}`;
const lineId = ({ at, span: of, pod, body }: LineRow) => JSON.stringify([at, of, pod, body]);

/** What calls are, said with objects. */
function expectedCalls(given: readonly CallRow[]) {
  const rows = given
    .filter((row, index) => given.findIndex((other) => callId(other) === callId(row)) === index)
    .toSorted((a, b) => a.start - b.start);
  const parents = rows.map(({ trace: of, parent }) =>
    rows.findIndex((other) => other.trace === of && other.span === parent),
  );
  return rows.map((row, index) => ({
    ...row,
    pod: row.pod || row.service,
    parent: parents[index],
    isRoot: row.parent === "",
    children: [...parents.keys()].filter((child) => parents[child] === index),
  }));
}

const linesIn = ({ rows, names, statement }: Lines) =>
  rows.map((row, index) => ({
    at: row.at,
    service: row.service,
    pod: row.pod,
    severity: row.severity,
    trace: row.trace,
    span: row.span,
    body: row.body,
    code: row.code,
    statement: names.text(statement[index] ?? 0),
  }));

function expectedLines(given: readonly LineRow[]) {
  return given
    .filter((row, index) => given.findIndex((other) => lineId(other) === lineId(row)) === index)
    .toSorted((a, b) => a.at - b.at)
    .map((row) => ({ ...row, statement: row.code || row.body.replace(/\d+/, "<n>") }));
}

const places = (calls: Calls, lines: Lines) =>
  lines.rows.map(({ traceNumber, spanNumber }) => calls.rowOf(traceNumber, spanNumber));

const same = (text: string) => text;

describe("a scene is the same, read in columns or made of rows", () => {
  test("spans that come in any order, twice, or without their parents", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 20 }), (rows) => {
        const expected = expectedCalls(rows);
        expect(rowsOf(Calls.fromRows(rows, 1, new Ids("hex")))).toEqual(expected);
        expect(rowsOf(new Calls(callColumns(answerOfCalls(rows), same)))).toEqual(expected);
      }),
    );
  });

  test("lines that come in any order or twice, each found in its span", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 6 }), fc.array(line, { maxLength: 20 }), (spans, rows) => {
        const expected = expectedLines(rows);
        const made = Calls.fromRows(spans, 1, new Ids("hex"));
        const read = new Calls(callColumns(answerOfCalls(spans), same));
        const ofRows = Lines.fromRows(rows, made.ids);
        const ofColumns = new Lines(lineColumns(answerOfLines(rows), read.ids, same));
        expect(linesIn(ofRows)).toEqual(expected);
        expect(linesIn(ofColumns)).toEqual(expected);
        expect(places(read, ofColumns)).toEqual(places(made, ofRows));
      }),
    );
  });
});
