import type { ObjectiveAtRisk } from "#objectives/index.ts";
import type { Words } from "../diagnosis/api.ts";
import { ahead, figure, percent } from "./figures.ts";

/** A target as it was declared: nines are not rounded. */
export const targetWords = (target: number): string => `${Number((target * 100).toFixed(6))}%`;

/** How an objective is doing, in a sentence.
 *  @param now  milliseconds since 1970 */
export function objectiveWords(objective: ObjectiveAtRisk, now: number): Words {
  const { title, target, windowDays, leftShare, burnRate, goneAt } = objective;
  const rate = figure(burnRate);
  const left = percent(leftShare * 100);
  const soon = goneAt === null ? undefined : ahead((goneAt - now) / 60_000);
  const rest =
    leftShare <= 0
      ? { en: "nothing is left of its error budget", ko: "오류 예산이 이미 모두 소진되었습니다" }
      : {
          en: `${left} of its error budget are left${soon ? `, gone ${soon.en} at this rate` : ""}`,
          ko: `오류 예산은 ${left} 남았습니다${soon ? `(이 속도면 ${soon.ko} 소진)` : ""}`,
        };
  return {
    en: `${title} (${targetWords(target)} over ${windowDays} days) burns ${rate} times as fast as it may: ${rest.en}.`,
    ko: `${title}(${windowDays}일 목표 ${targetWords(target)}): 허용 속도의 ${rate}배로 소진 중이며, ${rest.ko}.`,
  };
}
