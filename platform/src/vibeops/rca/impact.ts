import type { Calls } from "./scene/calls.ts";
import type { Scene } from "./scene/scene.ts";
import type { Diagnosis } from "./diagnosis/api.ts";
import { quantile } from "./signals/robust.ts";
import { figure } from "./words/figures.ts";

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

/** How far it reaches: requests of users since the onset, those that failed, those slower than nearly all were before. */
export function impactOf({ calls }: Scene, onset: number | null): Diagnosis["impact"] {
  const nothing = { requests: 0, failed: 0, slow: 0, users: null, services: [], words: { en: "", ko: "" } };
  if (onset === null) return nothing;
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
    words: {
      en: `Of ${figure(requests)} requests since then ${figure(failures)} failed and ${figure(slows)} were slower than 95 in 100 before.`,
      ko: `이후 요청 ${figure(requests)}건 중 ${figure(failures)}건이 실패했고, ${figure(slows)}건이 이전의 95%보다 느렸습니다.`,
    },
  };
}
