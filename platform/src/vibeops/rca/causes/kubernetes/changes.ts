import type { ChangeRow } from "#kubernetes/api.ts";
import type { Fact } from "../hypothesis.ts";
import { objectLink, objectText } from "./links.ts";

export function changeFact(change: ChangeRow, reference: number): Fact {
  return {
    code: "change",
    values: {
      object: objectText(change.object),
      summary: change.summary,
      actor: change.actor,
      ago: agoOf(reference - change.time),
    },
    link: objectLink({ cluster: change.cluster, ...change.workload }),
  };
}

const agoOf = (ms: number): string =>
  ms < 3000 ? "" : ms < 90_000 ? `${Math.max(0, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;
