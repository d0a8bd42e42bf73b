import {
  formatInstant,
  PageLink,
  pathTo,
  seriesColor,
  TimeChart,
  unitFormat,
  unitScale,
  useZone,
} from "@naru/ui";
import { useMemo } from "react";
import type { Chart, Evidence } from "#vibeops/rca/api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { targetOfLink } from "../link.ts";
import { useSay } from "../words.ts";
import { stepSecondsOf } from "./steps.ts";

/** Sentences with what proves them: the page that shows it, the series with its change, lines and traces. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <ul className={styles.evidence}>
      {evidence.map((each) => (
        <Proof key={`${each.code}/${each.words.en}`} evidence={each} />
      ))}
    </ul>
  );
}

function Proof({ evidence: { words, link, chart, exemplars } }: { readonly evidence: Evidence }) {
  const t = useText();
  const say = useSay();
  const target = link === null ? undefined : targetOfLink(link);
  return (
    <li>
      <p>
        {say(words)}{" "}
        {target !== undefined && (
          <PageLink {...target} className={styles.go}>
            {t("seeIt")}
          </PageLink>
        )}
      </p>
      {chart !== null && <EvidenceChart chart={chart} />}
      {exemplars.length > 0 && (
        <ul className={styles.exemplars}>
          {exemplars.map((each) => (
            <Exemplar key={`${each.at}/${each.traceId}/${each.text}`} exemplar={each} />
          ))}
        </ul>
      )}
    </li>
  );
}

function EvidenceChart({ chart }: { readonly chart: Chart }) {
  const t = useText();
  const say = useSay();
  const title = say(chart.title);
  const format = useMemo(() => unitFormat(chart.unit), [chart.unit]);
  const { times, series } = useMemo(
    () => ({
      times: chart.points.map(([at]) => at),
      series: [{ name: title, values: chart.points.map(([, value]) => value), color: seriesColor(title) }],
    }),
    [chart.points, title],
  );
  const marks = useMemo(
    () => (chart.changedAt === null ? [] : [{ at: chart.changedAt, title: t("changedAt") }]),
    [chart.changedAt, t],
  );
  if (times.length === 0) return null;
  return (
    <figure className={styles.chart}>
      <figcaption>
        <b>{title}</b>
        {chart.before !== null && chart.after !== null && (
          <span>{t("fromTo", { before: format(chart.before), after: format(chart.after) })}</span>
        )}
      </figcaption>
      <TimeChart
        label={title}
        height={140}
        times={times}
        stepSeconds={stepSecondsOf(times)}
        kind="line"
        scale={unitScale(chart.unit)}
        format={format}
        series={series}
        marks={marks}
      />
    </figure>
  );
}

function Exemplar({ exemplar }: { readonly exemplar: Evidence["exemplars"][number] }) {
  const t = useText();
  const [zone] = useZone();
  const { kind, traceId, spanId, at, text } = exemplar;
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>{formatInstant(at, zone, "second", "clock")}</time>
      {traceId === "" ? (
        <span>{t(kind)}</span>
      ) : (
        <PageLink
          to={pathTo("/traces", traceId)}
          search={{
            ...(spanId !== null && { span: spanId }),
            ...(kind === "log" && { view: "logs" }),
          }}
        >
          {t(kind)}
        </PageLink>
      )}
      <code>{text}</code>
    </li>
  );
}
