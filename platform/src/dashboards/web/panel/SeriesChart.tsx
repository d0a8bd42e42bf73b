import { TimeChart } from "@naru/ui";
import { useMemo, useState } from "react";
import type { Panel } from "../model/dashboard.ts";
import { reduced } from "../model/reducer.ts";
import { useText } from "../messages.ts";
import type { Drawn, PanelData } from "./drawn.ts";
import styles from "./Panel.module.css";
import { valueFormat } from "./value-format.ts";

interface SeriesChartProps {
  readonly panel: Panel;
  readonly data: PanelData;
  readonly series: readonly Drawn[];
  /** Of chart and legend, in pixels. */
  readonly height: number;
}

const lineHeight = 20;

/** Series over time, with a legend that says what they come to; a click takes one away. */
export function SeriesChart({ panel, data, series, height }: SeriesChartProps) {
  const { unit, decimals, draw, isStacked, title } = panel;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const { format, scale } = useMemo(() => valueFormat(unit, decimals), [unit, decimals]);
  const shown = useMemo(() => series.filter(({ key }) => !hidden.has(key)), [series, hidden]);
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setHidden(next);
  };
  const legend = Math.min((series.length + 1) * lineHeight + 8, Math.round(height * 0.36));
  const kind = draw === "bars" ? "bars" : isStacked ? "stack" : series.length === 1 ? "area" : draw;
  return (
    <>
      <TimeChart
        label={title}
        height={Math.max(70, height - legend)}
        times={data.times}
        stepSeconds={data.stepSeconds}
        kind={kind}
        format={format}
        scale={scale}
        series={shown}
      />
      <SeriesLegend series={series} hidden={hidden} format={format} onToggle={toggle} />
    </>
  );
}

interface SeriesLegendProps {
  readonly series: readonly Drawn[];
  readonly hidden: ReadonlySet<string>;
  readonly format: (value: number) => string;
  readonly onToggle: (key: string) => void;
}

const FIGURES = ["last", "max"] as const;

function SeriesLegend({ series, hidden, format, onToggle }: SeriesLegendProps) {
  const t = useText();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
    <div className={styles.legend} tabIndex={0} role="group" aria-label={t("series")}>
      <table>
        <thead>
          <tr>
            <th aria-label={t("series")} />
            {FIGURES.map((figure) => (
              <th key={figure}>{t(figure)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.map(({ key, name, color, values }) => (
            <tr key={key}>
              <td>
                <button
                  type="button"
                  aria-pressed={!hidden.has(key)}
                  title={name}
                  aria-label={name}
                  onClick={() => onToggle(key)}
                >
                  <i className={styles.swatch} style={{ background: color }} aria-hidden />
                  <span>{name}</span>
                </button>
              </td>
              {FIGURES.map((figure) => {
                const value = reduced(values, figure);
                return <td key={figure}>{value === null ? "–" : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
