import type { KubeObject } from "@naru/kubernetes";
import { type Matcher, matcher } from "@naru/promql";
import { z } from "zod";
import type { InhibitRule } from "./inhibit.ts";
import { type TimeInterval, timeIntervalSchema } from "./interval.ts";
import { matcherSchema } from "./matchers.ts";
import { durationSchema, type Integration, integrationsOf, notServed, receiverSchema } from "./receiver.ts";
import type { Route } from "./route.ts";

/* `AlertmanagerConfig` as the Prometheus Operator has it, read.
 * Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.AlertmanagerConfig */

export type ConfigObject = KubeObject & { readonly spec?: unknown };

/** Configs of this namespace see every alert of their cluster; those of others only alerts with their namespace as
 *  label, as the operator's OnNamespaceExceptForAlertmanagerNamespace. */
export const ownNamespace = "naru";

export interface Config {
  readonly key: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly route: Route;
  /** By name of the receiver. */
  readonly receivers: ReadonlyMap<string, readonly Integration[]>;
  readonly inhibitRules: readonly InhibitRule[];
  readonly intervals: ReadonlyMap<string, readonly TimeInterval[]>;
  /** What of it does nothing here. */
  readonly problems: readonly string[];
}

const route = z.object({
  receiver: z.string().optional(),
  groupBy: z.array(z.string()).optional(),
  groupWait: durationSchema.optional(),
  groupInterval: durationSchema.optional(),
  repeatInterval: durationSchema.optional(),
  matchers: z.array(matcherSchema).default([]),
  continue: z.boolean().default(false),
  routes: z.array(z.unknown()).default([]),
  muteTimeIntervals: z.array(z.string()).default([]),
  activeTimeIntervals: z.array(z.string()).default([]),
});

const spec = z.object({
  route: z.unknown(),
  receivers: z.array(receiverSchema).default([]),
  inhibitRules: z
    .array(
      z.object({
        sourceMatch: z.array(matcherSchema).default([]),
        targetMatch: z.array(matcherSchema).default([]),
        equal: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  muteTimeIntervals: z
    .array(z.object({ name: z.string(), timeIntervals: z.array(timeIntervalSchema).default([]) }))
    .default([]),
});

const mostDepth = 20;
const defaults = {
  groupBy: [] as string[],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 4 * 3_600_000,
};

/** @returns the reason when it can't be used at all */
export function readConfig(cluster: string, { metadata, spec: given }: ConfigObject): Config | string {
  const read = spec.safeParse(given ?? {});
  if (!read.success) return reasonOf(read.error);
  const { receivers, inhibitRules, muteTimeIntervals } = read.data;
  const namespace = metadata.namespace ?? "";
  const place = { key: [cluster, namespace, metadata.name].join("/"), cluster, namespace };
  const only = namespace === ownNamespace ? [] : [matcher("namespace", "=", namespace)];
  try {
    const names = {
      receivers: new Set(receivers.map((each) => each.name)),
      intervals: new Set(muteTimeIntervals.map((each) => each.name)),
    };
    return {
      ...place,
      name: metadata.name,
      route: routeOf(read.data.route, undefined, only, place.key, names, 0),
      receivers: new Map(receivers.map((each) => [each.name, integrationsOf(each, place)])),
      inhibitRules: inhibitRules.map(({ sourceMatch, targetMatch, equal }) => ({
        source: [...sourceMatch, ...only],
        target: [...targetMatch, ...only],
        equal,
      })),
      intervals: new Map(muteTimeIntervals.map((each) => [each.name, each.timeIntervals])),
      problems: receivers.flatMap((each) =>
        notServed(each).map((field) => `receiver ${each.name}: ${field} is not served`),
      ),
    };
  } catch (cause) {
    if (cause instanceof ConfigProblem) return cause.message;
    throw cause;
  }
}

class ConfigProblem extends Error {}

interface Names {
  readonly receivers: ReadonlySet<string>;
  readonly intervals: ReadonlySet<string>;
}

function routeOf(
  given: unknown,
  parent: Route | undefined,
  only: readonly Matcher[],
  parentKey: string,
  names: Names,
  depth: number,
): Route {
  if (depth > mostDepth) throw new ConfigProblem(`routes stand more than ${mostDepth} deep`);
  const read = route.safeParse(given);
  if (!read.success) throw new ConfigProblem(`route: ${reasonOf(read.error)}`);
  const { data } = read;
  const receiver = data.receiver ?? parent?.receiver;
  if (receiver === undefined || !names.receivers.has(receiver))
    throw new ConfigProblem(`route: there is no receiver ${JSON.stringify(receiver ?? "")}`);
  const odd = [...data.muteTimeIntervals, ...data.activeTimeIntervals].find(
    (each) => !names.intervals.has(each),
  );
  if (odd !== undefined) throw new ConfigProblem(`route: there is no time interval ${JSON.stringify(odd)}`);
  const matchers = [...only, ...data.matchers];
  const own: Route = {
    key: `${parentKey}/{${matchers.map(({ name, operator, value }) => `${name}${operator}${JSON.stringify(value)}`).join(",")}}`,
    receiver,
    matchers,
    groupBy: data.groupBy ?? parent?.groupBy ?? defaults.groupBy,
    groupWaitMs: data.groupWait ?? parent?.groupWaitMs ?? defaults.groupWaitMs,
    groupIntervalMs: Math.max(
      data.groupInterval ?? parent?.groupIntervalMs ?? defaults.groupIntervalMs,
      1000,
    ),
    repeatIntervalMs: data.repeatInterval ?? parent?.repeatIntervalMs ?? defaults.repeatIntervalMs,
    continues: data.continue,
    mute: data.muteTimeIntervals,
    active: data.activeTimeIntervals,
    routes: [],
  };
  const routes = data.routes.map((each, index) => {
    const child = routeOf(each, own, [], own.key, names, depth + 1);
    return { ...child, key: `${child.key}/${index}` };
  });
  return { ...own, routes };
}

const reasonOf = ({ issues: [first] }: z.ZodError): string =>
  first ? `${first.path.join(".") || "spec"}: ${first.message}` : "it can't be read";
