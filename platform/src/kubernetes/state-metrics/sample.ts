import type { MetricName } from "./families.ts";
import { timeOf } from "../resources.ts";

export type Labels = Readonly<Record<string, string>>;

/** A series and its value now. */
export interface Sample {
  readonly name: MetricName;
  /** One that is empty is none. */
  readonly labels: Labels;
  readonly value: number;
}

/** Makes a sample of an object; none of what is not known. */
export type Tell = (
  name: MetricName,
  value: number | boolean | null | undefined,
  labels?: Labels,
) => Sample[];

/** @param own  labels that every sample of the object has */
export function tellOf(own: Labels): Tell {
  return (name, value, labels) =>
    value === undefined || value === null
      ? []
      : [{ name, labels: { ...own, ...labels }, value: Number(value) }];
}

/** 1 for the one of several states that holds, 0 for each of the others. */
export const oneOf = (
  tell: Tell,
  name: MetricName,
  label: string,
  states: readonly string[],
  now: string,
  more: Labels = {},
) => states.flatMap((state) => tell(name, state === now, { ...more, [label]: state }));

const statuses = ["true", "false", "unknown"];

/** A condition's status as kube-state-metrics tells it: three series, of which one is 1.
 *  @param status  `True`, `False` or `Unknown` */
export const statusOf = (
  tell: Tell,
  name: MetricName,
  status: string,
  { label = "status", more = {} }: { label?: string; more?: Labels } = {},
) => oneOf(tell, name, label, statuses, status.toLowerCase(), more);

/** Seconds since 1970. */
export function secondsOf(text: string | null | undefined): number | undefined {
  const time = timeOf(text);
  return time === null ? undefined : time / 1000;
}
