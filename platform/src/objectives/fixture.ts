/** An OpenSLO document, as people write it. */
interface Written {
  readonly name: string;
  readonly service: string;
  /** Of the naru source. */
  readonly source?: string;
  readonly target?: number;
  readonly days?: number;
}

export const openSlo = ({
  name,
  service,
  source = "indicator: availability",
  target = 0.99,
  days = 30,
}: Written) => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: ${service}
  indicator:
    spec:
      ratioMetric: { rawType: success, raw: { metricSource: { type: naru, spec: { ${source} } } } }
  timeWindow: [{ duration: ${days}d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: ${target} }]
`;
