import {
  Answer,
  Badge,
  CopyButton,
  Dot,
  download,
  Empty,
  formatDuration,
  formatInstant,
  formatInteger,
  millisOfNano,
  Page,
  Problem,
  Segments,
  TableSkeleton,
  useCall,
  useContributions,
  useLanguage,
  usePathParam,
  useShortcuts,
  useUrlState,
  useZone,
  zoneName,
  type OutputOf,
} from "@naru/ui";
import { Suspense, useMemo } from "react";
import { getTrace } from "../../api.ts";
import { useText as useSharedText } from "../messages.ts";
import { useText } from "./messages.ts";
import { Minimap } from "./Minimap.tsx";
import { ownTime } from "./own-time.ts";
import { SpanDetails } from "./SpanDetails.tsx";
import styles from "./Trace.module.css";
import { TraceLogs } from "./TraceLogs.tsx";
import { TraceStatements } from "./TraceStatements.tsx";
import { TraceTools } from "./TraceTools.tsx";
import { buildTree, type SpanTree } from "./tree.ts";
import { type TraceView, useTraceView } from "./useTraceView.ts";
import { Waterfall } from "./Waterfall.tsx";

const STATE = { span: "", view: "timeline", find: "" };
const VIEWS = ["timeline", "sql", "logs"] as const;
/** What others show of a trace is told its traceId, the spanId of the chosen span or the root, and when it began and
 *  ended (`from`, `to`: milliseconds since 1970). */
const PLACE = "trace";

export default function TracePage() {
  const t = useText();
  const shared = useSharedText();
  const traceId = usePathParam("traceId");
  const answer = useCall(getTrace, { traceId }, { keep: false });
  const missing = answer.error instanceof Problem && answer.error.status === 404;
  if (answer.data !== undefined && answer.data.spans.length > 0) return <Trace trace={answer.data} />;
  return (
    <Page title={traceId} parent={{ to: "/traces", title: shared("traces") }}>
      {missing || answer.data !== undefined ? (
        <Empty title={t("missing")}>
          <p>{t("missingHelp")}</p>
        </Empty>
      ) : (
        <Answer of={answer} skeleton={<TableSkeleton />}>
          {() => null}
        </Answer>
      )}
    </Page>
  );
}

function Trace({ trace }: { readonly trace: OutputOf<typeof getTrace> }) {
  const t = useText();
  const shared = useSharedText();
  const [{ span, view, find }, change] = useUrlState(STATE);
  const tree = useMemo(() => buildTree(trace.spans), [trace]);
  const state = useTraceView(tree, span, find);
  const [language] = useLanguage();
  const contributed = useContributions(PLACE);
  const Contributed = contributed.find(({ id }) => id === view)?.component;
  const root = tree.nodes[0];
  useShortcuts({ Escape: () => change({ span: "" }, true) });
  const selectPlace = (place: number) => {
    const node = tree.nodes[place];
    if (node === undefined) return;
    state.reveal(place);
    change({ span: node.span.spanId }, true);
  };
  return (
    <Page
      title={root?.span.name ?? trace.traceId}
      mark={<Dot name={root?.span.service ?? ""} />}
      parent={{ to: "/traces", title: shared("traces") }}
      note={<TraceFacts trace={trace} />}
      actions={
        <>
          {view === "timeline" && (
            <TraceTools
              state={state}
              find={find}
              onFind={(find) => change({ find }, true)}
              onPlace={selectPlace}
              onDownload={() => download(`trace-${trace.traceId}.json`, JSON.stringify(trace, null, 2))}
            />
          )}
          <Segments
            label={t("view")}
            value={view}
            options={[
              ...VIEWS.map((value) => ({ value, label: t(value) })),
              ...contributed.map(({ id, title }) => ({ value: id, label: title[language] })),
            ]}
            onChange={(view) => change({ view })}
          />
        </>
      }
    >
      {trace.truncated && <p role="status">{t("truncated", { count: formatInteger(trace.spans.length) })}</p>}
      {Contributed !== undefined ? (
        <Suspense fallback={<TableSkeleton />}>
          <Contributed about={aboutOf(trace, span || (root?.span.spanId ?? ""))} />
        </Suspense>
      ) : view === "logs" ? (
        <TraceLogs trace={trace} />
      ) : view === "sql" ? (
        <TraceStatements trace={trace} onSpan={(span) => change({ span, view: "timeline" })} />
      ) : (
        <Timeline trace={trace} tree={tree} state={state} onSpan={(span) => change({ span }, true)} />
      )}
    </Page>
  );
}

interface TimelineProps {
  readonly trace: OutputOf<typeof getTrace>;
  readonly tree: SpanTree;
  readonly state: TraceView;
  readonly onSpan: (spanId: string) => void;
}

function Timeline({ trace, tree, state, onSpan }: TimelineProps) {
  const selected = tree.nodes[state.at];
  return (
    <div className={styles.body} data-details={selected === undefined ? undefined : true}>
      <div className={styles.left}>
        <Minimap tree={tree} view={state.view} zoomed={state.zoomed} onView={state.setZoom} />
        <Waterfall tree={tree} state={state} onSelect={onSpan} />
      </div>
      {selected !== undefined && (
        <SpanDetails
          key={selected.span.spanId}
          traceId={trace.traceId}
          node={selected}
          ownNano={ownTime(tree, selected)}
          onClose={() => onSpan("")}
        />
      )}
    </div>
  );
}

function aboutOf({ traceId, startTimeUnixNano, durationNano }: OutputOf<typeof getTrace>, spanId: string) {
  const start = millisOfNano(startTimeUnixNano);
  return { traceId, spanId, from: String(start), to: String(Math.ceil(start + durationNano / 1e6)) };
}

interface TraceFactsProps {
  readonly trace: OutputOf<typeof getTrace>;
}

function TraceFacts({ trace }: TraceFactsProps) {
  const shared = useSharedText();
  const [zone] = useZone();
  const errors = useMemo(() => trace.spans.filter(({ status }) => status === "error").length, [trace]);
  const services = useMemo(() => new Set(trace.spans.map(({ service }) => service)).size, [trace]);
  return (
    <span className={styles.tools}>
      <b>{formatDuration(trace.durationNano)}</b>
      <span>
        {formatInstant(trace.startTimeUnixNano, zone, "milli")} {zoneName(zone)}
      </span>
      <span>
        {shared("spans")} {formatInteger(trace.spans.length)}
      </span>
      <span>
        {shared("services")} {services}
      </span>
      {errors > 0 && (
        <Badge tone="bad">
          {shared("errors")} {formatInteger(errors)}
        </Badge>
      )}
      <CopyButton text={trace.traceId} />
    </span>
  );
}
