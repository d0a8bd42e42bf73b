import type { Answer, Coded } from "@naru/clickhouse";
import type { CallColumns } from "./scene/calls.ts";
import { Ids } from "./scene/ids.ts";
import type { LineColumns } from "./scene/lines.ts";
import { Names } from "./scene/names.ts";

/* What the store answers, as the columns of a scene: each text is looked up once, not once a row. */

const traceWidth = 16;
const spanWidth = 8;

/** @param answer of `spansBetween`
 *  @param podOf  the pod of a resource; empty: not told */
export function callColumns(answer: Answer, podOf: (resource: string) => string): CallColumns {
  const ids = new Ids();
  const names = new Names();
  const named = (column: string) => numbered(answer.coded(column), names);
  return {
    ids,
    names,
    trace: ids.numbers(answer.bytes("trace"), traceWidth),
    span: ids.numbers(answer.bytes("span"), spanWidth),
    parent: ids.numbers(answer.bytes("parent"), spanWidth),
    service: named("service"),
    pod: numbered(answer.coded("resource"), names, podOf),
    name: named("name"),
    kind: answer.bytes("kind"),
    isFailed: answer.bytes("failed"),
    start: answer.floats("start_ms"),
    duration: answer.floats("duration_ms"),
    statement: named("statement"),
    peer: named("peer"),
    failure: named("failure"),
  };
}

/** @param answer of `linesBetween`
 *  @param ids    those of the scene's calls */
export function lineColumns(answer: Answer, ids: Ids, podOf: (resource: string) => string): LineColumns {
  const names = new Names();
  return {
    ids,
    names,
    at: answer.floats("time_ms"),
    service: numbered(answer.coded("service"), names),
    pod: numbered(answer.coded("resource"), names, podOf),
    severity: answer.bytes("severity"),
    trace: ids.numbers(answer.bytes("trace"), traceWidth),
    span: ids.numbers(answer.bytes("span"), spanWidth),
    body: answer.texts("text"),
    code: numbered(answer.coded("code"), names),
  };
}

function numbered(
  { texts, codes }: Coded,
  names: Names,
  of: (text: string) => string = (text) => text,
): Uint32Array {
  const numbers = texts.map((text) => names.number(of(text)));
  return codes.map((code) => numbers[code] ?? 0);
}
