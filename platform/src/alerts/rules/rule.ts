import { type KubeObject } from "@naru/kubernetes";
import { isLabelName, parse, parseDuration } from "@naru/promql";
import { z } from "zod";

/* `PrometheusRule` as the Prometheus Operator has it, read.
 * Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule */

export type RuleObject = KubeObject & { readonly spec?: unknown };

export type LabelSet = Readonly<Record<string, string>>;

interface RuleBase {
  /** The same as long as the rule stands at its place under its name. */
  readonly key: string;
  readonly expression: string;
  readonly labels: LabelSet;
  /** Why it can't be evaluated; undefined when it can. */
  readonly problem: string | undefined;
}

export interface AlertRule extends RuleBase {
  readonly kind: "alert";
  readonly name: string;
  readonly annotations: LabelSet;
  readonly forMs: number;
  readonly keepFiringForMs: number;
}

export interface RecordRule extends RuleBase {
  readonly kind: "record";
  /** Name of the series that it makes. */
  readonly name: string;
}

export type Rule = AlertRule | RecordRule;

export interface RuleGroup {
  readonly cluster: string;
  readonly namespace: string;
  /** Name of the PrometheusRule. */
  readonly resource: string;
  readonly name: string;
  readonly key: string;
  readonly intervalMs: number;
  readonly queryOffsetMs: number;
  /** Alerts, or series, that a rule may make; 0: no limit of its own. */
  readonly limit: number;
  readonly rules: readonly Rule[];
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const labels = z.record(z.string(), text).default({});
const duration = z.string().transform((value, context) => {
  const ms = parseDuration(value);
  if (ms === undefined)
    context.addIssue({ code: "custom", message: `${JSON.stringify(value)} is no duration` });
  return ms ?? 0;
});
const rule = z.object({
  alert: z.string().optional(),
  record: z.string().optional(),
  expr: text,
  for: duration.optional(),
  keep_firing_for: duration.optional(),
  labels,
  annotations: labels,
});
const group = z.object({
  name: z.string().min(1),
  interval: duration.optional(),
  query_offset: duration.optional(),
  limit: z.number().int().min(0).default(0),
  labels,
  rules: z.array(z.unknown()).default([]),
});
const spec = z.object({ groups: z.array(z.unknown()).default([]) });

export interface ReadRules {
  readonly groups: readonly RuleGroup[];
  readonly problems: readonly string[];
}

export const defaultIntervalMs = 30_000;
const leastIntervalMs = 1000;

/** What an object declares. Whatever can't be read is told, and takes nothing else with it. */
export function readRules(cluster: string, { metadata, spec: given }: RuleObject): ReadRules {
  const problems: string[] = [];
  const read = spec.safeParse(given ?? {});
  if (!read.success) return { groups: [], problems: [reasonOf(read.error)] };
  const place = { cluster, namespace: metadata.namespace ?? "", resource: metadata.name };
  const groups = read.data.groups.flatMap((each, index) => {
    const found = group.safeParse(each);
    if (!found.success) {
      problems.push(`groups[${index}]: ${reasonOf(found.error)}`);
      return [];
    }
    return [groupOf(place, found.data, problems)];
  });
  return { groups, problems };
}

function groupOf(
  place: Pick<RuleGroup, "cluster" | "namespace" | "resource">,
  { name, interval, query_offset, limit, labels: common, rules }: z.output<typeof group>,
  problems: string[],
): RuleGroup {
  const key = [place.cluster, place.namespace, place.resource, name].join("/");
  const seen = new Map<string, number>();
  return {
    ...place,
    name,
    key,
    intervalMs: Math.max(interval ?? defaultIntervalMs, leastIntervalMs),
    queryOffsetMs: query_offset ?? 0,
    limit,
    rules: rules.flatMap((each, index) => {
      const found = rule.safeParse(each);
      const title = found.success ? (found.data.alert ?? found.data.record) : undefined;
      if (
        !found.success ||
        title === undefined ||
        (found.data.alert !== undefined && found.data.record !== undefined)
      ) {
        const why = found.success ? "a rule has either alert or record" : reasonOf(found.error);
        problems.push(`${name}.rules[${index}]: ${why}`);
        return [];
      }
      const nth = seen.get(title) ?? 0;
      seen.set(title, nth + 1);
      return [ruleOf(nth === 0 ? `${key}/${title}` : `${key}/${title}#${nth}`, title, found.data, common)];
    }),
  };
}

function ruleOf(key: string, name: string, read: z.output<typeof rule>, common: LabelSet): Rule {
  const all = { ...common, ...read.labels };
  const base = { key, name, expression: read.expr.trim(), labels: all };
  const problem = problemOf(base.expression, all);
  if (read.alert === undefined) return { kind: "record", ...base, problem };
  return {
    kind: "alert",
    ...base,
    problem,
    annotations: read.annotations,
    forMs: read.for ?? 0,
    keepFiringForMs: read.keep_firing_for ?? 0,
  };
}

function problemOf(expression: string, given: LabelSet): string | undefined {
  const odd = Object.keys(given).find((name) => !isLabelName(name) || name === "__name__");
  if (odd !== undefined) return `invalid label name ${JSON.stringify(odd)}`;
  try {
    parse(expression);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

const reasonOf = ({ issues: [first] }: z.ZodError): string =>
  first ? `${first.path.join(".") || "spec"}: ${first.message}` : "it can't be read";
