import type { CauseKind } from "#vibeops/rca/api.ts";
import type { IncidentRow } from "../api.ts";
import { reopened, resolved } from "./ending.ts";
import { happened } from "./growth.ts";
import type { Incident, Step } from "./incident.ts";

/* What people do to an incident. What is so already stays as it is. */

export interface Actor {
  readonly by: string;
  readonly at: number;
}

/** @returns undefined when nothing changes */
export type Action = (incident: Incident, actor: Actor) => Step | undefined;

export const acknowledge =
  (isAcknowledged: boolean): Action =>
  (incident, { by, at }) => {
    if ((incident.acknowledgedAt !== null) === isAcknowledged) return undefined;
    return {
      incident: {
        ...incident,
        acknowledgedAt: isAcknowledged ? at : null,
        acknowledgedBy: isAcknowledged ? by : "",
      },
      happenings: [happened(isAcknowledged ? "acknowledged" : "unacknowledged", at, { by })],
    };
  };

export const resolve =
  (text: string): Action =>
  (incident, { by, at }) =>
    incident.state === "open" ? resolved(incident, at, by, text) : undefined;

export const reopen: Action = (incident, { by, at }) =>
  incident.state === "resolved" ? reopened(incident, at, by, "") : undefined;

export const note =
  (text: string): Action =>
  (incident, { by, at }) => ({ incident, happenings: [happened("note", at, { by, text })] });

export interface Judgement {
  readonly outcome: "right" | "wrong" | null;
  readonly kind: CauseKind | null;
  readonly service: string;
  readonly text: string;
}

/** Kept with the cause that was named when it was judged. */
export const judge =
  ({ outcome, ...what }: Judgement): Action =>
  (incident, { by, at }) => {
    if (outcome === null && incident.verdict === null) return undefined;
    const verdict: IncidentRow["verdict"] =
      outcome === null ? null : { outcome, ...what, judged: incident.cause, at, by };
    const values = {
      outcome: outcome ?? "",
      kind: what.kind ?? "",
      service: what.service,
    };
    return {
      incident: { ...incident, verdict },
      happenings: [happened("verdict", at, { by, text: what.text, values })],
    };
  };
