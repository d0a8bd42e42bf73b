import type { OperationOutput } from "#kernel/operation.ts";
import type { incidentAccuracy, IncidentRow } from "../api.ts";

/** Where bands of confidence begin. */
const starts = [0, 0.5, 0.7, 0.85, 0.95];
const mostMistakes = 20;

/** How often causes were right, by how sure they were said to be: of what was claimed at 0.8, 80 in 100 should be.
 *  Incidents whose cause was not named count among what was mistaken only. */
export function accuracyOf(
  rows: readonly Pick<IncidentRow, "verdict">[],
): OperationOutput<typeof incidentAccuracy> {
  const verdicts = rows.map(({ verdict }) => verdict).filter((verdict) => verdict !== null);
  const named = verdicts.filter(({ judged }) => judged !== null);
  const bands = starts.map((from, i) => {
    const to = starts[i + 1] ?? 1;
    const within = named.filter(({ judged }) => {
      if (judged === null) return false;
      return judged.confidence >= from && (judged.confidence < to || to === 1);
    });
    const claimed = within.reduce((sum, { judged }) => sum + (judged?.confidence ?? 0), 0);
    return {
      from,
      to,
      judged: within.length,
      right: within.filter(isRight).length,
      confidence: within.length === 0 ? null : claimed / within.length,
    };
  });
  const mistakes = Map.groupBy(
    verdicts.filter((verdict) => !isRight(verdict)),
    ({ judged, kind }) => `${judged?.kind ?? ""}\n${kind ?? ""}`,
  );
  return {
    judged: named.length,
    right: named.filter(isRight).length,
    bands,
    wrong: [...mistakes]
      .map(([pair, each]) => {
        const [said = "", was = ""] = pair.split("\n");
        return { said, was, count: each.length };
      })
      .toSorted((a, b) => b.count - a.count)
      .slice(0, mostMistakes),
  };
}

const isRight = ({ outcome }: NonNullable<IncidentRow["verdict"]>) => outcome === "right";
