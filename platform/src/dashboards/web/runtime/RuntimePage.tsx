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
import { promqlValues } from "#telemetry/prometheus/api.ts";
import { listMetrics } from "#telemetry/query/api.ts";
import { serviceDashboard } from "../builtin/builtin.ts";
import { jsonOf } from "../builtin/chart.ts";
import { runtimesIn } from "../builtin/runtimes.ts";
import { type Choices, pattern } from "../model/interpolate.ts";
import { readDashboard } from "../model/read.ts";
import { DashboardGrid } from "../panel/DashboardGrid.tsx";
import { useText } from "../messages.ts";
import { ServicePods } from "./ServicePods.tsx";

const STATE = { instance: "" };
const mostMetrics = 1000;

/** A service from inside: its runtime, its processes, its pools, and the pods and nodes that it runs on. */
export default function RuntimePage() {
  const t = useText();
  const service = usePathParam("service");
  const [{ instance }, change] = useUrlState(STATE);
  const { range } = useTimeRange();
  const metrics = useCall(listMetrics, { ...range, service, limit: mostMetrics });
  return (
    <Page
      scroll
      title={t("runtime")}
      mark={<Dot name={service} />}
      parent={{ to: pathTo("/services", service), title: service }}
      actions={
        <InstanceChoice service={service} value={instance} onChange={(instance) => change({ instance })} />
      }
    >
      <Answer of={metrics} skeleton={<Skeleton height={400} />}>
        {(found) => (
          <RuntimeCharts
            service={service}
            instance={instance}
            metrics={found.metrics.map(({ name }) => name)}
          />
        )}
      </Answer>
      <ServicePods service={service} />
    </Page>
  );
}

/** A service in a namespace has both in `job`. */
const jobPattern = (service: string) => `(.+/)?${pattern(service)}`;

interface InstanceChoiceProps {
  readonly service: string;
  readonly value: string;
  readonly onChange: (instance: string) => void;
}

function InstanceChoice({ service, value, onChange }: InstanceChoiceProps) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(promqlValues, {
    ...range,
    label: "instance",
    selector: `target_info{job=~"${jobPattern(service)}"}`,
  });
  const known = answer.data?.values ?? [];
  const all = value === "" || known.includes(value) ? known : [...known, value];
  if (all.length === 0) return null;
  return (
    <SelectField
      label={t("instance")}
      value={value}
      options={[
        { value: "", label: t("allInstances") },
        ...all.map((name) => ({ value: name, label: name })),
      ]}
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
