import { timestamp } from "../objects/metadata.ts";
import { equal } from "../patch/json.ts";
import type { Condition } from "./kinds.ts";

/** Puts a condition in the place of the one of its type; the time of its last transition is that of its status. The
 *  same status for the same reason is no news. */
export function withCondition(
  conditions: readonly Condition[],
  news: Pick<Condition, "type" | "status"> & { readonly reason: string; readonly message: string },
  now: number,
): Condition[] {
  const before = conditions.find(({ type }) => type === news.type);
  if (before?.status === news.status && before.reason === news.reason) return [...conditions];
  const isSameStatus = before?.status === news.status;
  const lastTransitionTime = (isSameStatus ? before.lastTransitionTime : undefined) ?? timestamp(now);
  return [...withoutCondition(conditions, news.type), { ...news, lastTransitionTime }];
}

export const withoutCondition = (conditions: readonly Condition[], type: string): Condition[] =>
  conditions.filter((condition) => condition.type !== type);

/** As `withCondition`, where another reason or message is news too. */
export function putCondition<T extends Condition>(
  conditions: readonly T[],
  news: Omit<T, "lastTransitionTime">,
  now: number,
): T[] {
  const before = conditions.find(({ type }) => type === news.type);
  const isSameStatus = before?.status === news.status;
  const lastTransitionTime = (isSameStatus ? before.lastTransitionTime : undefined) ?? timestamp(now);
  const next = { ...news, lastTransitionTime } as T;
  const others = conditions.filter(({ type }) => type !== news.type);
  return before && equal(before, next) ? [...conditions] : [...others, next];
}
