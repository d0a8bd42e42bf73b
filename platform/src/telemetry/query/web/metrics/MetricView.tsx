import {
  Answer,
  Badge,
  distinctColors,
  Empty,
  FilterBox,
  Panel,
  seriesColor,
  Skeleton,
  TimeChart,
  unitFormat,
  unitScale,
  useCall,
  useTimeRange,
  useUrlState,
  type Draft,
  type Known,
  type OutputOf,
} from "@naru/ui";
import { useMemo, useState } from "react";
import { metricAttributes, metricSeries } from "../../api.ts";
import { aggregates, type Aggregate } from "./aggregates.ts";
import { MetricControls } from "./MetricControls.tsx";
import styles from "./Metrics.module.css";
import { useText } from "./messages.ts";
import { SeriesTable } from "./SeriesTable.tsx";
import { seriesName } from "./statistics.ts";
import { useKindName } from "./useKindName.ts";

const NO_KEYS: readonly string[] = [];
const STATE = { by: NO_KEYS, show: "auto", filter: "" };

export function MetricView({ name }: { readonly name: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const [{ by, show, filter }, change] = useUrlState(STATE);
  const aggregate: Aggregate = aggregates.find((one) => one === show) ?? "auto";
  const answer = useCall(
    metricSeries,
    { ...range, metric: name, groupBy: [...by], filter, aggregate },
    { live: true },
  );
  const attributes = useCall(metricAttributes, { ...range, metric: name });
  const known = attributes.data?.attributes ?? [];
  const [draft, setDraft] = useState<Draft>();
  return (
    <Panel>
      <MetricTitle metric={answer.data?.metric ?? undefined} />
      <div className={styles.controls}>
        <MetricControls
          attributes={known}
          by={by}
          aggregate={aggregate}
          chosen={answer.data?.aggregate}
          onBy={(by) => change({ by })}
          onAggregate={(show) => change({ show })}
        />
        <div className={styles.filter}>
          <FilterBox
            label={t("filter")}
            value={filter}
            example="service=cart"
            onChange={(filter) => change({ filter })}
            known={knownFor(draft, known)}
            onAsk={setDraft}
          />
        </div>
      </div>
      <Answer of={answer} skeleton={<Skeleton height={300} />}>
        {(data) =>
          data.series.length === 0 ? <Empty title={t("missing")} /> : <MetricChart name={name} data={data} />
        }
      </Answer>
    </Panel>
  );
}

/** Completion from the attributes that are here already. */
function knownFor(
  draft: Draft | undefined,
  attributes: OutputOf<typeof metricAttributes>["attributes"],
): readonly Known[] {
  if (draft === undefined) return [];
  const matches = (text: string) => text.toLowerCase().includes(draft.search.toLowerCase());
  if (draft.part === "key") {
    return attributes
      .filter(({ key }) => matches(key))
      .map(({ key, source }) => ({ text: key, hint: source }));
  }
  const values = attributes.find(({ key }) => key === draft.key)?.values ?? [];
  return values.filter(matches).map((text) => ({ text, hint: "" }));
}

interface MetricTitleProps {
  readonly metric: NonNullable<OutputOf<typeof metricSeries>["metric"]> | undefined;
}

function MetricTitle({ metric }: MetricTitleProps) {
  const t = useText();
  const kindName = useKindName();
  if (metric === undefined) return <div className={styles.title} />;
  const { unit, temporality, description } = metric;
  return (
    <div className={styles.title}>
      <Badge>{kindName(metric)}</Badge>
      {unit !== "" && unit !== "1" && <Badge>{unit}</Badge>}
      {temporality !== "unspecified" && <Badge>{t(`temporality_${temporality}`)}</Badge>}
      <p>{description}</p>
    </div>
  );
}

interface MetricChartProps {
  readonly name: string;
  readonly data: OutputOf<typeof metricSeries>;
}

function MetricChart({ name, data }: MetricChartProps) {
  const t = useText();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const format = useMemo(() => unitFormat(data.unit), [data.unit]);
  const series = useMemo(() => {
    const named = data.series.map(({ labels, values }) => ({
      name: seriesName(labels, t("everything")),
      service: Object.keys(labels).length === 1 ? labels.service : undefined,
      values,
    }));
    const colors = distinctColors(named.map(({ name }) => name));
    return named.map(({ name, service, values }) => ({
      name,
      // A service looks the same here as on every page.
      color: service === undefined ? (colors.get(name) ?? "var(--accent)") : seriesColor(service),
      values,
    }));
  }, [data.series, t]);
  const shown = useMemo(() => series.filter((one) => !hidden.has(one.name)), [series, hidden]);
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };
  return (
    <>
      <TimeChart
        label={name}
        height={300}
        times={data.times}
        stepSeconds={data.stepSeconds}
        kind={series.length === 1 ? "area" : "line"}
        format={format}
        scale={unitScale(data.unit)}
        series={shown}
      />
      <SeriesTable series={series} hidden={hidden} format={format} onToggle={toggle} />
      {data.moreSeries > 0 && <p className={styles.note}>{t("moreSeries", { count: data.moreSeries })}</p>}
    </>
  );
}
