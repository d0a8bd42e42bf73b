import {
  Empty,
  formatCount,
  formatDuration,
  formatRate,
  Legend,
  LinkButton,
  Panel,
  TimeChart,
} from "@naru/ui";
import type { ReactNode } from "react";
import { formatCores } from "#kubernetes/web/index.ts";
import styles from "../Capacity.module.css";
import { useText } from "../messages.ts";
import type { Capacity } from "./LoadView.tsx";
import { useDecisionTitle } from "./sentences.ts";

const DESIRED = "var(--series-3)";
const READY = "var(--series-0)";
const LOAD = "var(--series-2)";
const SLOWNESS = "var(--series-5)";
const CORES = "var(--series-4)";

/** What was there, above what was asked of it and how it answered: one moment under the other. */
export function LoadCharts({ capacity }: { readonly capacity: Capacity }) {
  const t = useText();
  const { times, stepSeconds, replicas, rate, p95Nano, cpu, services } = capacity;
  const grid = { times, stepSeconds };
  const marks = useMarks(capacity);
  const hasReplicas = replicas.desired.some((value) => value !== null);
  const hasTraffic = rate.some((value) => value !== null);
  const series = [
    { name: t("ready"), color: READY, values: replicas.ready },
    { name: t("desired"), color: DESIRED, values: replicas.desired, isDashed: true },
  ];
  return (
    <>
      <Panel title={t("replicas")} actions={<Legend items={series} />}>
        {hasReplicas ? (
          <div className={styles.chart}>
            <TimeChart
              label={t("replicas")}
              {...grid}
              series={series}
              kind="steps"
              format={formatCount}
              marks={marks}
            />
          </div>
        ) : (
          <p className={styles.note}>{t("noReplicas")}</p>
        )}
      </Panel>
      {hasTraffic ? (
        <>
          <Chart title={t("requestRate")} note={t("services", { services: services.join(", ") })}>
            <TimeChart
              label={t("requestRate")}
              {...grid}
              series={[{ name: t("requestRate"), color: LOAD, values: rate }]}
              kind="area"
              format={formatRate}
              marks={marks}
            />
          </Chart>
          <Chart title={t("p95")}>
            <TimeChart
              label={t("p95")}
              {...grid}
              height={120}
              series={[{ name: t("p95"), color: SLOWNESS, values: p95Nano }]}
              kind="line"
              format={formatDuration}
              marks={marks}
            />
          </Chart>
        </>
      ) : (
        <Panel title={t("requestRate")}>
          <Empty title={t("noTelemetry")} actions={<LinkButton to="/ingest">{t("sendData")}</LinkButton>}>
            <p>{t("noTelemetryHelp")}</p>
          </Empty>
        </Panel>
      )}
      {cpu.some((value) => value !== null) && (
        <Chart title={t("cores")}>
          <TimeChart
            label={t("cores")}
            {...grid}
            height={120}
            series={[{ name: t("cores"), color: CORES, values: cpu }]}
            kind="area"
            format={formatCores}
            marks={marks}
          />
        </Chart>
      )}
    </>
  );
}

interface ChartProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}

const Chart = ({ title, note, children }: ChartProps) => (
  <Panel title={title} note={note !== undefined && <span className={styles.dim}>{note}</span>}>
    <div className={styles.chart}>{children}</div>
  </Panel>
);

const MOST_MARKS = 30;

/** Moments at which replicas were changed; left out where they would cover the line. */
function useMarks({ decisions }: Capacity) {
  const titleOf = useDecisionTitle();
  const changing = decisions.filter(({ kind }) => kind === "autoscaled" || kind === "scaled");
  return changing.length > MOST_MARKS ? [] : changing.map((each) => ({ at: each.at, title: titleOf(each) }));
}
