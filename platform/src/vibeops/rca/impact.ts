import type { Calls } from "./scene/calls.ts";
import type { Scene } from "./scene/scene.ts";
import type { Diagnosis } from "./diagnosis/api.ts";
import { quantile } from "./signals/robust.ts";
import { figure } from "./words/figures.ts";
import { objectiveWords } from "./words/objectives.ts";

const requestsOf = (calls: Calls): number[] =>
  Array.from(calls.isRoot.keys()).filter((row) => calls.isRoot[row]);

/** What 95 in 100 requests of users did not exceed before the onset, in milliseconds; NaN where there were none. */
export const usualMs = (calls: Calls, onset: number): number =>
  quantile(
    requestsOf(calls)
      .filter((row) => (calls.start[row] ?? 0) < onset)
      .map((row) => calls.duration[row] ?? 0),
    0.95,
  );

const nothing = {
  requests: 0,
  failed: 0,
  slow: 0,
  users: null,
  services: [],
  objectives: [],
  words: { en: "", ko: "" },
};

/** How far it reaches: requests of users since the onset, those that failed, those slower than nearly all were before; objectives of
 *  services that suffer.
 *  @param suffering  services that show it, besides those that users ask */
export function impactOf(
  scene: Scene,
  onset: number | null,
  suffering: readonly string[],
): Diagnosis["impact"] {
  if (onset === null) return nothing;
  const { calls } = scene;
  const after = requestsOf(calls).filter((row) => (calls.start[row] ?? 0) >= onset);
  const usual = usualMs(calls, onset);
  const failed = after.filter((row) => calls.isFailed[row]);
  const slow = after.filter((row) => (calls.duration[row] ?? 0) > usual);
  const services = [...new Set([...failed, ...slow].map((row) => calls.serviceOf(row)))];
  const counted = { requests: after.length, failed: failed.length, slow: slow.length };
  const all = Object.values(counted).map((count) => count * calls.sampling);
  const [requests = 0, failures = 0, slows = 0] = all;
  return {
    requests,
    failed: failures,
    slow: slows,
    users: null,
    services,
    objectives: objectivesInDanger(scene, new Set([...services, ...suffering])),
    words: {
      en: `Of ${figure(requests)} requests since then ${figure(failures)} failed and ${figure(slows)} were slower than 95 in 100 before.`,
      ko: `이후 요청 ${figure(requests)}건 중 ${figure(failures)}건이 실패했고, ${figure(slows)}건이 이전의 95%보다 느렸습니다.`,
    },
  };
}

const mostObjectives = 20;

const objectivesInDanger = ({ objectives, window }: Scene, services: ReadonlySet<string>) =>
  objectives
    .filter(({ service, burnRate }) => burnRate > 1 && services.has(service))
    .toSorted((a, b) => b.burnRate - a.burnRate)
    .slice(0, mostObjectives)
    .map((objective) => {
      const { name, title, service, target, windowDays, leftShare, burnRate, goneAt } = objective;
      const words = objectiveWords(objective, window.to);
      return { name, title, service, target, windowDays, leftShare, burnRate, goneAt, words };
    });
