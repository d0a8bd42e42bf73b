/* Rules and alerts as Prometheus's API tells them. Whoever keeps rules supplies them.
 * Source: https://prometheus.io/docs/prometheus/latest/querying/api/#rules */

export interface RuleGroup {
  readonly name: string;
  readonly file: string;
  readonly rules: readonly object[];
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
