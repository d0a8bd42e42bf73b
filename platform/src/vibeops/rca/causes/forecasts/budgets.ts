import type { Scene } from "../../scene/scene.ts";
import { targetWords } from "../../words/objectives.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { far } from "./alarm.ts";

/** Error budgets that are spent so fast that somebody has to look now, and will be gone. What spends them is told where it is known:
 *  `explained.ts` leaves nothing of this where there is other trouble. */
export const budgetForecasts = ({ objectives, window }: Scene): Hypothesis[] =>
  objectives.flatMap((objective) => {
    const { name, title, service, operation, target, windowDays, leftShare, burnRate, goneAt } = objective;
    if (objective.severity !== "page" || goneAt === null) return [];
    return [
      {
        rule: "forecasts",
        kind: "budget-burning",
        service,
        subject: name,
        at: objective.threatenedSince ?? window.from,
        score: far,
        inside: [
          insideOf("resource", `objective ${title}`),
          ...(operation === "" ? [] : [insideOf("operation", operation)]),
        ],
        facts: [
          {
            code: "budget-gone",
            values: {
              objective: title,
              target: targetWords(target),
              days: windowDays,
              left: leftShare * 100,
              rate: burnRate,
              minutes: (goneAt - window.to) / 60_000,
            },
            link: `/objectives/${encodeURIComponent(name)}`,
          },
        ],
        against: [],
        victims: [],
        touches: [],
      } satisfies Hypothesis,
    ];
  });
