import { Answer, LinkButton, Skeleton, useSize } from "@naru/ui";
import type { ReactNode } from "react";
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
import { usePanelData } from "./usePanelData.ts";

interface PanelBodyProps {
  readonly panel: Panel;
  readonly choices: Choices;
  /** In pixels. */
  readonly height: number;
}

/** What a panel shows. */
export function PanelBody({ panel, choices, height }: PanelBodyProps) {
  const t = useText();
  switch (panel.kind) {
    case "text":
      return <MarkdownText text={interpolated(panel.text, choices)} />;
    case "unmapped":
      return <p className={styles.quiet}>{t("unmappedPanel", { type: panel.type })}</p>;
    case "logs":
      return (
        <div className={styles.quiet}>
          <p>{t("logsOf")}</p>
          <LinkButton to="/logs">{t("openLogs")}</LinkButton>
        </div>
      );
    default:
      return <QueryBody panel={panel} choices={choices} height={height} />;
  }
}

function QueryBody({ panel, choices, height }: PanelBodyProps) {
  const t = useText();
  const [measure, { width }] = useSize();
  const answer = usePanelData(panel, choices, width);
  return (
    <div ref={measure} className={styles.body}>
      {panel.targets.length === 0 ? (
        <p className={styles.quiet}>{t("noQuery")}</p>
      ) : (
        <Answer of={answer} brief skeleton={<Skeleton height={Math.max(30, height - 16)} />}>
          {(data) => <Told panel={panel} choices={choices} data={data} height={height} />}
        </Answer>
      )}
    </div>
  );
}

function Told({ panel, choices, data, height }: PanelBodyProps & { readonly data: PanelData }) {
  const t = useText();
  const series = drawnOf(data, panel.title);
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

function drawing(panel: Panel, series: readonly Drawn[], data: PanelData, height: number): ReactNode {
  switch (panel.kind) {
    case "stat":
      return <StatFigures panel={panel} series={series} />;
    case "gauge":
      return <Gauges panel={panel} series={series} />;
    case "bargauge":
      return <BarGauges panel={panel} series={series} />;
    case "table":
      return <SeriesTable panel={panel} series={series} />;
    case "heatmap":
      return <HeatChart panel={panel} series={series} />;
    default:
      return <SeriesChart panel={panel} data={data} series={series} height={height} />;
  }
}
