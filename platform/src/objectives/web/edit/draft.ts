import type { Objective } from "../../api.ts";
import { nameOf } from "../openslo-yaml.ts";

/** An objective as a form holds it: numbers as they are typed. */
export interface Draft {
  /** As it was before, with what the form does not show. */
  readonly base: Objective;
  readonly name: string;
  readonly title: string;
  readonly service: string;
  readonly operation: string;
  readonly indicator: Objective["indicator"];
  readonly thresholdMs: string;
  readonly targetPercent: string;
  readonly windowDays: number;
  readonly description: string;
}

const unknown: Objective = {
  name: "",
  title: "",
  description: "",
  service: "",
  operation: "",
  indicator: "availability",
  thresholdMs: null,
  windowDays: 30,
  target: 0.99,
  labels: {},
  annotations: {},
};
const usualThresholdMs = 500;

/** A first objective for a service: few can promise more than 99 % without having measured. */
export const draftFor = (service: string): Draft =>
  draftOf({ ...unknown, service, name: nameOf(service === "" ? "" : `${service}-availability`) });

export const draftOf = (objective: Objective): Draft => ({
  base: objective,
  name: objective.name,
  title: objective.title === objective.name ? "" : objective.title,
  service: objective.service,
  operation: objective.operation,
  indicator: objective.indicator,
  thresholdMs: String(objective.thresholdMs ?? usualThresholdMs),
  targetPercent: String(Number((objective.target * 100).toFixed(6))),
  windowDays: objective.windowDays,
  description: objective.description,
});

/** What is declared by a draft; its numbers may still be none. */
export function objectiveOf(draft: Draft): Objective {
  const { base, name, title, service, operation, indicator, windowDays, description } = draft;
  return {
    ...base,
    name,
    service,
    operation: operation.trim(),
    indicator,
    windowDays,
    description,
    title: title.trim() || name,
    thresholdMs: indicator === "latency" ? Number(draft.thresholdMs) : null,
    target: Number((Number(draft.targetPercent) / 100).toFixed(8)),
  };
}

export const isName = (name: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
export const isTarget = (percent: string): boolean => Number(percent) > 0 && Number(percent) < 100;

/** Whether all is said that has to be. */
export const isWhole = ({ name, service, targetPercent, indicator, thresholdMs }: Draft): boolean =>
  isName(name) &&
  service !== "" &&
  isTarget(targetPercent) &&
  (indicator === "availability" || Number(thresholdMs) > 0);
