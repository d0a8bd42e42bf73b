import type { Matcher } from "@naru/promql";
import type { LabelSet } from "../rules/rule.ts";
import { fits } from "./matchers.ts";

/** A node of the tree that says who is told of an alert. */
export interface Route {
  readonly key: string;
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  readonly groupBy: readonly string[];
  /** Before a new group is told of for the first time. */
  readonly groupWaitMs: number;
  /** Before what changed in a group is told. */
  readonly groupIntervalMs: number;
  /** Before the same is told again. */
  readonly repeatIntervalMs: number;
  readonly continues: boolean;
  readonly mute: readonly string[];
  readonly active: readonly string[];
  readonly routes: readonly Route[];
}

/** The routes that an alert takes: the deepest that fit, the first of its siblings unless that goes on.
 *  Source: https://prometheus.io/docs/alerting/latest/configuration/#route */
export function routesOf(route: Route, labels: LabelSet): readonly Route[] {
  if (!fits(route.matchers, labels)) return [];
  const found: Route[] = [];
  for (const child of route.routes) {
    const below = routesOf(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continues) break;
  }
  return found.length > 0 ? found : [route];
}

/** The labels by which a route puts alerts together; `...` means all of them. */
export function groupLabels({ groupBy }: Route, labels: LabelSet): LabelSet {
  if (groupBy.includes("...")) return labels;
  return Object.fromEntries(
    groupBy
      .filter((name) => labels[name] !== undefined)
      .toSorted()
      .map((name) => [name, labels[name] as string]),
  );
}

export const groupKey = (route: Route, labels: LabelSet): string =>
  `${route.key}:{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(", ")}}`;
