import {
  Answer,
  Dot,
  Empty,
  LinkButton,
  Page,
  pathTo,
  SelectField,
  Skeleton,
  useCall,
  useLanguage,
  usePathParam,
  useTimeRange,
  useUrlState,
} from "@naru/ui";
import { useMemo } from "react";
import { listMetrics } from "#telemetry/query/api.ts";
import { serviceDashboard } from "../builtin/builtin.ts";
import { jsonOf } from "../builtin/chart.ts";
import { runtimesIn } from "../builtin/runtimes.ts";
import type { Choices } from "../model/interpolate.ts";
import { readDashboard } from "../model/read.ts";
import { DashboardGrid } from "../panel/DashboardGrid.tsx";
import { type SeriesNames, SeriesNamesProvider } from "../panel/seriesNames.ts";
import { useText } from "../messages.ts";
import { ServicePods } from "./ServicePods.tsx";
import { jobPattern, useInstances } from "./useInstances.ts";

const STATE = { instance: "" };
const mostMetrics = 1000;

/** A service from inside: its runtime, its processes, its pools, and the pods and nodes that it runs on. */
export default function RuntimePage() {
  const t = useText();
  const service = usePathParam("service");
  const [{ instance }, change] = useUrlState(STATE);
  const { range } = useTimeRange();
  const names = useInstances(service);
  const metrics = useCall(listMetrics, { ...range, service, limit: mostMetrics });
  return (
    <Page
      scroll
      title={t("runtime")}
      mark={<Dot name={service} />}
      parent={{ to: pathTo("/services", service), title: service }}
      actions={
        <InstanceChoice names={names} value={instance} onChange={(instance) => change({ instance })} />
      }
    >
      <Answer of={metrics} skeleton={<Skeleton height={400} />}>
        {(found) => (
          <SeriesNamesProvider value={names}>
            <RuntimeCharts
              service={service}
              instance={instance}
              metrics={found.metrics.map(({ name }) => name)}
            />
          </SeriesNamesProvider>
        )}
      </Answer>
      <ServicePods service={service} />
    </Page>
  );
}

interface InstanceChoiceProps {
  readonly names: SeriesNames;
  readonly value: string;
  readonly onChange: (instance: string) => void;
}

function InstanceChoice({ names, value, onChange }: InstanceChoiceProps) {
  const t = useText();
  const all = value === "" || names.has(value) ? [...names] : [...names, [value, value] as const];
  if (all.length === 0) return null;
  return (
    <SelectField
      label={t("instance")}
      value={value}
      options={[{ value: "", label: t("allInstances") }, ...all.map(([value, label]) => ({ value, label }))]}
      onChange={onChange}
    />
  );
}

interface RuntimeChartsProps {
  readonly service: string;
  readonly instance: string;
  readonly metrics: readonly string[];
}

function RuntimeCharts({ service, instance, metrics }: RuntimeChartsProps) {
  const [language] = useLanguage();
  const names = metrics.join("\n");
  const { sections } = useMemo(() => {
    const known = names.split("\n");
    const has = (metric: string) => known.includes(metric);
    return readDashboard(jsonOf(serviceDashboard(runtimesIn(known)), language, has));
  }, [names, language]);
  const choices = useMemo<Choices>(
    () =>
      new Map([
        ["job", { values: [], isPattern: true, all: jobPattern(service) }],
        ["instance", { values: instance === "" ? [] : [instance], isPattern: true, all: ".*" }],
      ]),
    [service, instance],
  );
  if (sections.length === 0) return <NoRuntime />;
  return <DashboardGrid sections={sections} choices={choices} />;
}

function NoRuntime() {
  const t = useText();
  return (
    <Empty title={t("noRuntime")} actions={<LinkButton to="/ingest">{t("howToSend")}</LinkButton>}>
      <p>{t("noRuntimeHelp")}</p>
      <ul>
        {(["howNode", "howJvm", "howPython", "howGo", "howDotnet"] as const).map((how) => (
          <li key={how}>{t(how)}</li>
        ))}
      </ul>
    </Empty>
  );
}
