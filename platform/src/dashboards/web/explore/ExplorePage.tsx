import { Button, CopyButton, Empty, LinkButton, Page, Panel, Segments, useUrlState } from "@naru/ui";
import { useMemo, useState } from "react";
import type { Panel as DrawnPanel, Target } from "../model/dashboard.ts";
import type { Choices } from "../model/interpolate.ts";
import { Targets } from "../edit/Targets.tsx";
import { useText } from "../messages.ts";
import { PanelBody } from "../panel/PanelBody.tsx";
import styles from "./Explore.module.css";

const NO_QUERIES: readonly string[] = [];
const STATE = { expr: NO_QUERIES, show: "timeseries" };
const NO_CHOICES: Choices = new Map();
const KINDS = ["timeseries", "table"] as const;
const HEIGHT = 460;

const EXAMPLES = [
  ["exampleRequests", "sum by (service_name) (rate(naru_service_requests_total[$__rate_interval]))"],
  [
    "exampleLatency",
    "histogram_quantile(0.95, sum by (service_name) (rate(naru_service_duration_seconds[$__rate_interval])))",
  ],
  ["exampleLogs", "sum by (severity) (rate(naru_log_records_total[$__rate_interval]))"],
  [
    "exampleFilter",
    'sum by (service_name) (rate(naru_log_records_total{filter="timeout"}[$__rate_interval]))',
  ],
] as const;

/** Anything that PromQL can ask, over time or as a table; what was asked stands in the address. */
export default function ExplorePage() {
  const t = useText();
  const [{ expr, show }, change] = useUrlState(STATE);
  const kind = KINDS.find((each) => each === show) ?? "timeseries";
  const panel = useMemo(() => panelOf(kind, expr), [kind, expr]);
  return (
    <Page
      scroll
      title="PromQL"
      parent={{ to: "/metrics", title: t("metrics") }}
      actions={
        <>
          <CopyButton label={t("share")} text={location.href} />
          {expr[0] !== undefined && (
            <LinkButton to="/alerts/new" search={{ expr: expr[0] }}>
              {t("makeAlert")}
            </LinkButton>
          )}
          <Segments
            label={t("kind")}
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
            onChange={(show) => change({ show }, true)}
          />
        </>
      }
    >
      <Queries asked={expr} onRun={(expr) => change({ expr })} />
      {expr.length === 0 ? (
        <Examples onChoose={(text) => change({ expr: [text] })} />
      ) : (
        <Panel>
          <div className={styles.answer} style={{ height: HEIGHT }}>
            <PanelBody panel={panel} choices={NO_CHOICES} height={HEIGHT} />
          </div>
        </Panel>
      )}
    </Page>
  );
}

interface QueriesProps {
  /** As in the address. */
  readonly asked: readonly string[];
  readonly onRun: (expressions: readonly string[]) => void;
}

const keyOf = (expressions: readonly string[]): string => expressions.join("\u0000");
const targetsOf = (expressions: readonly string[]): readonly Target[] =>
  (expressions.length === 0 ? [""] : expressions).map((expr) => ({ expr, legend: "", instant: false }));
const written = (targets: readonly Target[]): string[] =>
  targets.map(({ expr }) => expr.trim()).filter((expr) => expr !== "");

/** What is being written. Another address, as from the way back, begins anew; what was just run goes on. */
function Queries({ asked, onRun }: QueriesProps) {
  const t = useText();
  const [form, setForm] = useState({ number: 0, of: keyOf(asked), targets: targetsOf(asked) });
  if (form.of !== keyOf(asked)) {
    const isOwn = keyOf(written(form.targets)) === keyOf(asked);
    setForm(
      isOwn
        ? { ...form, of: keyOf(asked) }
        : { number: form.number + 1, of: keyOf(asked), targets: targetsOf(asked) },
    );
  }
  const run = () => onRun(written(form.targets));
  return (
    <Panel>
      <div className={styles.queries}>
        <Targets
          key={form.number}
          targets={form.targets}
          onChange={(targets) => setForm({ ...form, targets })}
          onRun={run}
        />
        <Button look="primary" title={t("runKeys")} onClick={run}>
          {t("run")}
        </Button>
      </div>
    </Panel>
  );
}

function Examples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const t = useText();
  return (
    <Empty title={t("nothingAsked")}>
      <p>{t("nothingAskedHelp")}</p>
      <ul className={styles.examples}>
        {EXAMPLES.map(([name, text]) => (
          <li key={name}>
            <Button onClick={() => onChoose(text)}>{t(name)}</Button>
            <code>{text}</code>
          </li>
        ))}
      </ul>
    </Empty>
  );
}

function panelOf(kind: (typeof KINDS)[number], expressions: readonly string[]): DrawnPanel {
  return {
    id: 1,
    kind,
    type: kind,
    title: "PromQL",
    description: "",
    place: { x: 0, y: 0, w: 24, h: 12 },
    targets: expressions.map((expr) => ({ expr, legend: "", instant: kind === "table" })),
    unit: "short",
    decimals: null,
    min: null,
    max: null,
    thresholds: [],
    draw: "line",
    isStacked: false,
    reducer: "last",
    text: "",
  };
}
