import { Answer, LinkButton, Skeleton, useSize } from "@naru/ui";
import { type ComponentType, type ReactNode, useMemo } from "react";
import type { Panel } from "../model/dashboard.ts";
import { type Choices, interpolated } from "../model/interpolate.ts";
import { useText } from "../messages.ts";
import { type Drawn, drawnOf, type PanelData } from "./drawn.ts";
import { BarGauges, Gauges, StatFigures } from "./Figures.tsx";
import { HeatChart } from "./HeatChart.tsx";
import { MarkdownText } from "./MarkdownText.tsx";
import styles from "./Panel.module.css";
import { QueryMistakes } from "./QueryMistakes.tsx";
import { SeriesChart } from "./SeriesChart.tsx";
import { SeriesTable } from "./SeriesTable.tsx";
import { useSeriesNames } from "./seriesNames.ts";
import { usePanelData } from "./usePanelData.ts";
import { useSeen } from "./useSeen.ts";

interface PanelBodyProps {
  readonly panel: Panel;
  readonly choices: Choices;
  /** In pixels. */
  readonly height: number;
}

/** What a panel shows. */
export function PanelBody({ panel, choices, height }: PanelBodyProps) {
  const t = useText();
  if (panel.kind === "text") return <MarkdownText text={interpolated(panel.text, choices)} />;
  if (panel.kind === "unmapped")
    return <p className={styles.quiet}>{t("unmappedPanel", { type: panel.type })}</p>;
  if (panel.kind !== "logs") return <QueryBody panel={panel} choices={choices} height={height} />;
  return (
    <div className={styles.quiet}>
      <p>{t("logsOf")}</p>
      <LinkButton to="/logs">{t("openLogs")}</LinkButton>
    </div>
  );
}

function QueryBody({ panel, choices, height }: PanelBodyProps) {
  const t = useText();
  const [measure, { width }] = useSize();
  const [place, isSeen] = useSeen();
  const answer = usePanelData(panel, choices, isSeen ? width : 0);
  return (
    <div ref={measure} className={styles.body}>
      <div ref={place} />
      {panel.targets.length === 0 ? (
        <p className={styles.quiet}>{t("noQuery")}</p>
      ) : (
        <Answer of={answer} brief skeleton={<Waiting height={Math.max(30, height - 16)} isAsked={isSeen} />}>
          {(data) => <Told panel={panel} choices={choices} data={data} height={height} />}
        </Answer>
      )}
    </div>
  );
}

/** A panel that nobody has scrolled to yet is not on its way. */
function Waiting({ height, isAsked }: { readonly height: number; readonly isAsked: boolean }) {
  return isAsked ? <Skeleton height={height} /> : <div style={{ height }} />;
}

function Told({ panel, choices, data, height }: PanelBodyProps & { readonly data: PanelData }) {
  const t = useText();
  const names = useSeriesNames();
  const series = useMemo(() => drawnOf(data, panel.title, names), [data, panel.title, names]);
  const failed = data.answers.some(({ error }) => error !== null);
  const left = data.answers.reduce((sum, { moreSeries }) => sum + moreSeries, 0);
  const warnings = data.answers.flatMap((answer) => answer.warnings);
  return (
    <>
      {failed && <QueryMistakes panel={panel} choices={choices} data={data} />}
      {series.length === 0
        ? !failed && <p className={styles.quiet}>{t("noSeries")}</p>
        : drawing(panel, series, data, height)}
      {left > 0 && <p className={styles.note}>{t("moreSeries", { count: left })}</p>}
      {warnings.length > 0 && (
        <p className={styles.note} title={warnings.join("\n")}>
          {t("warnings")}: {warnings[0]}
        </p>
      )}
    </>
  );
}

type Drawing = ComponentType<{ readonly panel: Panel; readonly series: readonly Drawn[] }>;

/** Those that show no course over time. */
const figures: Readonly<Partial<Record<Panel["kind"], Drawing>>> = {
  stat: StatFigures,
  gauge: Gauges,
  bargauge: BarGauges,
  table: SeriesTable,
  heatmap: HeatChart,
};

function drawing(panel: Panel, series: readonly Drawn[], data: PanelData, height: number): ReactNode {
  const Figures = figures[panel.kind];
  if (Figures !== undefined) return <Figures panel={panel} series={series} />;
  return <SeriesChart panel={panel} data={data} series={series} height={height} />;
}
