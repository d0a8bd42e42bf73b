import type { Parameters } from "./request.ts";
import { BadParameter } from "./failure.ts";

/* Rules and alerts as Prometheus's API tells them. Whoever keeps rules supplies them.
 * Source: https://prometheus.io/docs/prometheus/latest/querying/api/#rules */

export interface Rule {
  readonly name: string;
  readonly type: "alerting" | "recording";
  /** Of an alerting rule. */
  readonly alerts?: readonly object[];
}

export interface RuleGroup {
  readonly name: string;
  readonly file: string;
  readonly rules: readonly Rule[];
  readonly interval: number;
  readonly limit: number;
  readonly evaluationTime: number;
  readonly lastEvaluation: string;
}

export interface Alert {
  readonly activeAt: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing";
  readonly value: string;
}

export interface RuleSource {
  groups(): Promise<readonly RuleGroup[]>;
  alerts(): Promise<readonly Alert[]>;
}

export const noRules: RuleSource = { groups: async () => [], alerts: async () => [] };

/** Which rules are asked for; an empty list asks for all. */
export interface RuleFilter {
  readonly type: Rule["type"] | undefined;
  readonly names: readonly string[];
  readonly groups: readonly string[];
  readonly files: readonly string[];
  readonly withAlerts: boolean;
}

const types = { alert: "alerting", record: "recording" } as const;

/** @throws BadParameter */
export function ruleFilterOf(parameters: Parameters): RuleFilter {
  const type = parameters.text("type");
  if (type !== undefined && type !== "alert" && type !== "record")
    throw new BadParameter("type", `not supported value ${JSON.stringify(type)}`);
  return {
    type: type && types[type],
    names: parameters.texts("rule_name[]"),
    groups: parameters.texts("rule_group[]"),
    files: parameters.texts("file[]"),
    withAlerts: parameters.text("exclude_alerts") !== "true",
  };
}

const isIn = (list: readonly string[], name: string): boolean => list.length === 0 || list.includes(name);

/** The rules that are asked for; groups in which none of them is are left out. */
export function chosen(groups: readonly RuleGroup[], filter: RuleFilter): RuleGroup[] {
  const { type, names, groups: wanted, files, withAlerts } = filter;
  return groups
    .filter(({ name, file }) => isIn(wanted, name) && isIn(files, file))
    .map((group) => ({
      ...group,
      rules: group.rules
        .filter((rule) => (type === undefined || rule.type === type) && isIn(names, rule.name))
        .map((rule) => (withAlerts ? rule : withoutAlerts(rule))),
    }))
    .filter(({ rules }) => rules.length > 0 || (type === undefined && names.length === 0));
}

const withoutAlerts = ({ alerts: _alerts, ...rule }: Rule): Rule => rule;
