import {
  type About,
  Answer,
  Empty,
  LinkButton,
  type OutputOf,
  PageLink,
  Panel,
  SelectField,
  Skeleton,
  useCall,
  useUrlState,
} from "@naru/ui";
import { type ReactNode, Suspense } from "react";
import { listServiceWorkloads } from "#kubernetes/api.ts";
import { HappenedAround, targetOf } from "#kubernetes/web/index.ts";
import { getSpan, getTrace, type SpanRow } from "#telemetry/query/api.ts";
import { listSides } from "../../api.ts";
import { entriesOf } from "./entries.ts";
import { useText } from "./messages.ts";
import { PodFigure } from "./PodFigure.tsx";
import styles from "./Transaction.module.css";

const STATE = { of: "" };
const MINUTE_MILLIS = 60_000;
/** Around the transaction: what led to it is looked for longer than what followed. */
const BEFORE_MILLIS = 15 * MINUTE_MILLIS;
const AFTER_MILLIS = 5 * MINUTE_MILLIS;

/** How the pods were that a transaction ran in, one at a time: what they used, what happened to them, which versions there were. */
export default function PodView({ about }: { readonly about: About }) {
  const { traceId = "", spanId = "" } = about;
  const [{ of }, change] = useUrlState(STATE);
  const trace = useCall(getTrace, { traceId });
  return (
    <Answer of={trace} skeleton={<Skeleton height={320} />}>
      {({ spans }) => {
        const entries = entriesOf(spans);
        const service = of || spans.find((span) => span.spanId === spanId)?.service;
        const entry = entries.find((each) => each.service === service) ?? entries[0];
        if (entry === undefined) return null;
        return <PodOf traceId={traceId} entry={entry} entries={entries} onService={(of) => change({ of })} />;
      }}
    </Answer>
  );
}

interface PodOfProps {
  readonly traceId: string;
  readonly entry: SpanRow;
  readonly entries: readonly SpanRow[];
  readonly onService: (service: string) => void;
}

function PodOf({ traceId, entry, entries, onService }: PodOfProps) {
  const t = useText();
  const answer = useCall(getSpan, { traceId, spanId: entry.spanId });
  const choice = (
    <SelectField
      label={t("service")}
      value={entry.service}
      options={entries.map(({ service }) => ({ value: service, label: service }))}
      onChange={onService}
    />
  );
  return (
    <div className={styles.view}>
      <Answer of={answer} skeleton={<Skeleton height={320} />}>
        {(span) => {
          const told = placeOf(span);
          return told.pod === "" ? (
            <Empty title={t("noPod")} actions={choice}>
              <p>{t("noPodHelp")}</p>
            </Empty>
          ) : (
            <Condition {...told} service={entry.service} at={Number(entry.startTimeUnixNano) / 1e6}>
              {choice}
            </Condition>
          );
        }}
      </Answer>
    </div>
  );
}

function placeOf({ resource }: OutputOf<typeof getSpan>) {
  const value = (name: string) => resource.find(({ key }) => key === name)?.value ?? "";
  return {
    namespace: value("k8s.namespace.name"),
    pod: value("k8s.pod.name"),
    version: value("service.version"),
  };
}

interface ConditionProps extends ReturnType<typeof placeOf> {
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly children: ReactNode;
}

function Condition({ namespace, pod, version, service, at, children }: ConditionProps) {
  const t = useText();
  const span = { from: Math.floor(at - BEFORE_MILLIS), to: Math.ceil(at + AFTER_MILLIS) };
  const range = { from: String(span.from), to: String(span.to) };
  const known = useCall(listServiceWorkloads, { ...range, service });
  const own = known.data?.relations.find(({ pods }) => pods.some(({ name }) => name === pod));
  const node = own?.pods.find(({ name }) => name === pod)?.node ?? "";
  const { cluster = "", workload } = own ?? {};
  const moment = { at, title: t("thisTransaction") };
  return (
    <>
      <Panel>
        <div className={styles.facts}>
          {children}
          <Fact name={t("pod")}>
            <ObjectName {...{ cluster, namespace, kind: "Pod", name: pod }} />
          </Fact>
          {workload !== undefined && (
            <Fact name={workload.kind}>
              <ObjectName cluster={cluster} {...workload} />
            </Fact>
          )}
          {node !== "" && (
            <Fact name={t("node")}>
              <ObjectName {...{ cluster, namespace: "", kind: "Node", name: node }} />
            </Fact>
          )}
          {version !== "" && <Fact name={t("version")}>{version}</Fact>}
        </div>
      </Panel>
      <OtherVersions service={service} version={version} at={at} />
      <div className={styles.charts}>
        {FIGURES.map(({ title, metrics }) => (
          <PodFigure key={title} title={t(title)} metrics={metrics} pod={pod} range={range} moment={moment} />
        ))}
      </div>
      <Suspense fallback={<Skeleton height={120} />}>
        <HappenedAround
          {...{ cluster, namespace, pod, at, ...span }}
          workload={workload?.name ?? ""}
          mark={t("thisTransaction")}
        />
      </Suspense>
    </>
  );
}

/** Each by the first of the metrics that the pod has: of the kubelet, of the container, of the process.
 *  Source: OpenTelemetry, "Semantic conventions" for Kubernetes, container, process, JVM and Node.js metrics */
const FIGURES = [
  {
    title: "cpu",
    metrics: ["k8s.pod.cpu.usage", "container.cpu.usage", "process.cpu.time", "jvm.cpu.time"],
  },
  {
    title: "memory",
    metrics: [
      "k8s.pod.memory.working_set",
      "container.memory.working_set",
      "process.memory.usage",
      "jvm.memory.used",
    ],
  },
  { title: "restOfProcess", metrics: ["nodejs.eventloop.utilization"] },
] as const;

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

const Fact = ({ name, children }: FactProps) => (
  <span>
    <small>{name}</small>
    {children}
  </span>
);

/** Without a cluster that knows it there is no page to go to. */
function ObjectName(place: Parameters<typeof targetOf>[0]) {
  return place.cluster === "" ? place.name : <PageLink {...targetOf(place)}>{place.name}</PageLink>;
}

interface OtherVersionsProps {
  readonly service: string;
  readonly version: string;
  readonly at: number;
}

/** Says so when a rollout was under way: several versions answered at once. */
function OtherVersions({ service, version, at }: OtherVersionsProps) {
  const t = useText();
  const range = { from: String(Math.floor(at - MINUTE_MILLIS)), to: String(Math.ceil(at + MINUTE_MILLIS)) };
  const answer = useCall(listSides, { ...range, service, key: "service.version" });
  const others = answer.data?.values.filter((each) => each !== version) ?? [];
  const [other] = others;
  if (other === undefined) return null;
  return (
    <p className={styles.warn} role="status">
      {t("otherVersions", { versions: others.join(", ") })}{" "}
      <LinkButton to="/compare" search={{ by: "version", service, a: other, b: version, ...range }}>
        {t("compareVersions")}
      </LinkButton>
    </p>
  );
}
