import { happened } from "./growth.ts";
import { type Incident, keyOf, type Step } from "./incident.ts";

/* How incidents end and come back. */

const resolveAfterMs = 5 * 60_000;
const resolveAfterLooks = 3;
/** The same trouble within this time is the same incident. */
export const comebackMs = 30 * 60_000;
/** One that a person resolved and that was never quiet since is not watched for longer. */
const watchedMs = 86_400_000;

/** Nothing was seen of it in a look. It ends when that has been so for long enough. */
export function quieted(before: Incident, at: number): Step | undefined {
  if (before.state === "resolved")
    return before.wentQuiet ? undefined : { incident: { ...before, wentQuiet: true }, happenings: [] };
  const incident: Incident = {
    ...before,
    quietLooks: before.quietLooks + 1,
    quietSince: before.quietSince ?? at,
  };
  const isOver =
    !incident.isHeld &&
    incident.quietLooks >= resolveAfterLooks &&
    at - (incident.quietSince ?? at) >= resolveAfterMs;
  return isOver ? resolved(incident, at, "", "") : { incident, happenings: [] };
}

/** @param by  empty: by itself; it then ended when something was seen of it last */
export function resolved(before: Incident, at: number, by: string, text: string): Step {
  const endedAt = by === "" || before.quietLooks > 0 ? before.lastSeenAt : at;
  const incident: Incident = {
    ...before,
    state: "resolved",
    resolvedAt: at,
    resolvedBy: by,
    endedAt: Math.max(before.onset, endedAt),
    wentQuiet: by === "" || before.quietLooks > 0,
    isHeld: false,
  };
  return { incident, happenings: [happened("resolved", at, { by, text })] };
}

/** @param why  `back`: it came again; `on`: it has been going on since a person resolved it; empty: a person says so */
export function reopened(before: Incident, at: number, by: string, why: "back" | "on" | ""): Step {
  const incident: Incident = {
    ...before,
    state: "open",
    resolvedAt: null,
    resolvedBy: "",
    endedAt: null,
    lastSeenAt: by === "" ? at : before.lastSeenAt,
    quietLooks: 0,
    quietSince: null,
    wentQuiet: false,
    isHeld: by !== "" && before.resolvedBy === "",
  };
  return { incident, happenings: [happened("reopened", at, { by, values: why === "" ? {} : { why } })] };
}

/** Whether what is resolved may still come back, so that it has to be known. */
export function isWatched({ state, resolvedAt, wentQuiet }: Incident, at: number): boolean {
  if (state === "open") return true;
  if (state === "merged" || resolvedAt === null) return false;
  return at - resolvedAt <= (wentQuiet ? comebackMs : watchedMs);
}

export const causeKey = ({ cause }: Incident): string | undefined => (cause ? keyOf(cause) : undefined);

/** The one that was opened first goes on. */
export const byAge = (a: Incident, b: Incident): number => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
