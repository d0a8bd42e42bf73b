import {
  Answer,
  condition,
  PageLink,
  Panel,
  pathTo,
  Skeleton,
  TimeChart,
  unitFormat,
  unitScale,
  useCall,
} from "@naru/ui";
import { useMemo } from "react";
import { metricSeries } from "#telemetry/query/api.ts";
import { useText } from "./messages.ts";
import styles from "./Transaction.module.css";

interface PodFigureProps {
  readonly title: string;
  /** The first that the pod has is shown. */
  readonly metrics: readonly string[];
  readonly pod: string;
  readonly range: { readonly from: string; readonly to: string };
  readonly moment: { readonly at: number; readonly title: string };
}

/** One figure of a pod around a moment. */
export function PodFigure({ title, metrics, pod, range, moment }: PodFigureProps) {
  const t = useText();
  const [metric = "", ...others] = metrics;
  const filter = condition("k8s.pod.name", "=", pod);
  const answer = useCall(metricSeries, { ...range, metric, filter });
  const found = answer.data;
  const series = useMemo(
    () => (found?.series ?? []).map(({ values }) => ({ name: title, color: "var(--series-0)", values })),
    [found, title],
  );
  const format = useMemo(() => unitFormat(found?.unit ?? ""), [found]);
  const marks = useMemo(() => [moment], [moment]);
  if (found !== undefined && series.length === 0 && others.length > 0) {
    return <PodFigure {...{ title, pod, range, moment }} metrics={others} />;
  }
  return (
    <Panel
      title={title}
      actions={
        series.length > 0 && (
          <PageLink to={pathTo("/metrics", metric)} search={{ filter, ...range }} title={t("openMetric")}>
            {metric}
          </PageLink>
        )
      }
    >
      <Answer of={answer} brief skeleton={<Skeleton height={160} />}>
        {({ times, stepSeconds, unit }) =>
          series.length === 0 ? (
            <p className={styles.quiet}>{t("noMetric")}</p>
          ) : (
            <TimeChart
              label={title}
              times={times}
              stepSeconds={stepSeconds}
              kind="area"
              format={format}
              scale={unitScale(unit)}
              series={series}
              marks={marks}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
