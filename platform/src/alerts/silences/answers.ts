import type { z } from "zod";
import type { AlertEngine } from "../engine.ts";
import { activeAlerts } from "../rules/answers.ts";
import type { createSilence, SilenceRow } from "./api.ts";
import { type Silence, type SilenceState, stateOf } from "./silence.ts";

const order: readonly SilenceState[] = ["active", "pending", "expired"];

export function silenceList(engine: AlertEngine, now: number): { silences: SilenceRow[] } {
  return {
    silences: engine.silences
      .list()
      .map((silence) => silenceRow(engine, silence, now))
      .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.endsAt - a.endsAt),
  };
}

export function silenceRow(engine: AlertEngine, silence: Silence, now: number): SilenceRow {
  const alerts = activeAlerts(engine).filter(({ silencedBy }) => silencedBy.includes(silence.id)).length;
  return { ...silence, matchers: [...silence.matchers], state: stateOf(silence, now), alerts };
}

export async function silenceMade(
  engine: AlertEngine,
  { matchers, durationSeconds, startsAt, comment }: z.output<typeof createSilence.input>,
  user: string,
  now: number,
): Promise<{ silence: SilenceRow }> {
  const from = startsAt ?? now;
  const silence = await engine.silences.put({
    id: undefined,
    matchers,
    startsAt: from,
    endsAt: from + durationSeconds * 1000,
    createdBy: user,
    comment,
  });
  return { silence: silenceRow(engine, silence, now) };
}
