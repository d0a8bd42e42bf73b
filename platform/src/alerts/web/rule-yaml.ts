export interface RuleDraft {
  readonly name: string;
  readonly expression: string;
  /** How long the condition must hold, as PromQL writes durations. */
  readonly holds: string;
  readonly severity: string;
  readonly summary: string;
}

/** Whether it can be the name of an alert, and of the resource that declares it. */
export const isAlertName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,199}$/.test(name);

/** `TooManyErrors` is declared by `too-many-errors`. */
export const resourceOf = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase()
    .replaceAll(/-+/g, "-")
    .replace(/-$/, "");

/** A rule as the resource that declares it; texts are quoted as JSON, which YAML reads. */
export function ruleYaml({ name, expression, holds, severity, summary }: RuleDraft): string {
  const resource = resourceOf(name);
  return `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: ${resource}
  namespace: naru
spec:
  groups:
    - name: ${resource}
      rules:
        - alert: ${name}
          expr: ${JSON.stringify(expression)}
          for: ${holds}
          labels:
            severity: ${severity}
          annotations:
            summary: ${JSON.stringify(summary)}
`;
}
