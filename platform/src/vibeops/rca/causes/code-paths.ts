import type { Calls } from "../scene/calls.ts";
import type { Scene } from "../scene/scene.ts";
import { end, start } from "../signals/flows.ts";
import { saturated } from "../signals/shift.ts";
import type { FlowTurns, Signals } from "../signals/signals.ts";
import type { Turn } from "../signals/succession.ts";
import { type Fact, type Hypothesis, insideOf } from "./hypothesis.ts";
import { tracesOf } from "./shown.ts";

/** As OpenTelemetry numbers kinds of spans. */
const client = 3;
/** Severity numbers from here on are errors. Source: OpenTelemetry, "Severity Fields" */
const errorSeverity = 17;
/** A path that ceased to end in an error got better. */
const recovery = 0.1;
/** A path that now ends in a line that tells of an error is trouble by its own word, in log-odds. */
const intoError = 5;
/** How much of a turn is taken for a consequence of another one deeper in the same calls. */
const explained = 0.9;

/** However many runs went another way, other rules must be able to say more. */
const fullEvidence = 100;

interface Broken extends FlowTurns {
  readonly turn: Turn;
}

/** The code goes another way than it used to: in a method that always went from one log statement to the next, the next does
 *  not come any more. Finds faults that neither are slow nor fail. The deepest break of a call counts, as what calls it goes
 *  another way because of it, and so does whoever is failed by somebody else. */
export function codePaths(scene: Scene, { flows }: Signals): Hypothesis[] {
  const broken = flows.flatMap(({ flow, turns }): Broken[] => {
    const turn = best(turns);
    return turn ? [{ flow, turns, turn: { ...turn, evidence: saturated(turn.evidence, fullEvidence) } }] : [];
  });
  const isBelow = brokenBelow(scene, broken);
  const errors = errorStatements(scene);
  return broken
    .map((each): Hypothesis => {
      const { flow, turn } = each;
      const after = rowsAfter(each);
      const share = after.length === 0 ? 0 : after.filter(isBelow).length / after.length;
      const isRecovery = errors.has(turn.lost) && !errors.has(turn.got);
      const isIntoError = errors.has(turn.got) && !errors.has(turn.lost) && turn.isGone;
      const evidence = turn.evidence + (isIntoError ? intoError : 0);
      const score = evidence * (1 - explained * share) * (isRecovery ? recovery : 1);
      return {
        rule: "code-paths",
        kind: "code-fault",
        service: flow.service,
        subject: `${nameOf(flow.from, flow.operation)} → ${nameOf(turn.lost, flow.operation)}`,
        at: turn.at,
        score,
        inside: [
          insideOf("code", `${nameOf(flow.from, flow.operation)} → ${nameOf(turn.lost, flow.operation)}`),
          insideOf("code", nameOf(flow.from, flow.operation)),
          insideOf("code", nameOf(turn.lost, flow.operation)),
          insideOf("operation", flow.operation),
        ],
        facts: [factOf(scene, each, after)],
        against: share > 0.5 ? [{ code: "deeper-break", values: { share: Math.round(share * 100) } }] : [],
        victims: [],
        touches: [],
      };
    })
    .filter(({ score }) => score > 0);
}

const best = (turns: readonly (Turn | undefined)[]): Turn | undefined =>
  turns.reduce(
    (found, turn) => (turn && turn.evidence > Math.max(0, found?.evidence ?? 0) ? turn : found),
    undefined,
  );

const nameOf = (statement: string, operation: string): string =>
  statement === start || statement === end ? `${operation} ${statement}` : statement;

/** Spans in which the new way was gone. */
const rowsAfter = ({ flow, turn }: Broken): number[] =>
  flow.rows.filter((_, index) => flow.to[index] === turn.got && (flow.times[index] ?? 0) >= turn.at);

/** Whether something below a span went another way too, or failed it. */
function brokenBelow({ calls }: Scene, broken: readonly Broken[]): (row: number) => boolean {
  const rows = new Set(broken.flatMap(rowsAfter));
  const known = new Map<number, boolean>();
  const isBelow = (row: number): boolean => {
    const before = known.get(row);
    if (before !== undefined) return before;
    known.set(row, false);
    const found = (calls.children[row] ?? []).some(
      (child) => rows.has(child) || isFailedCall(calls, row, child) || isBelow(child),
    );
    known.set(row, found);
    return found;
  };
  return isBelow;
}

/** A call to somebody else that failed. */
const isFailedCall = ({ isFailed, kind, service }: Calls, row: number, child: number): boolean =>
  isFailed[child] === 1 && (kind[child] === client || service[child] !== service[row]);

function errorStatements({ lines }: Scene): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [index, { severity }] of lines.rows.entries())
    if (severity >= errorSeverity) found.add(lines.names.text(lines.statement[index] ?? 0));
  return found;
}

function factOf({ calls }: Scene, { flow, turn }: Broken, after: readonly number[]): Fact {
  return {
    code: turn.got === end ? "path-ends" : "path-turns",
    values: {
      operation: flow.operation,
      from: nameOf(flow.from, flow.operation),
      lost: nameOf(turn.lost, flow.operation),
      got: nameOf(turn.got, flow.operation),
      before: Math.round(turn.lostBefore * 100),
      after: Math.round(turn.lostAfter * 100),
      countBefore: turn.countBefore,
      countAfter: turn.countAfter,
    },
    exemplars: tracesOf(calls, after.slice(0, 3)),
  };
}
