import styles from "./Metrics.module.css";
import { useText } from "./messages.ts";
import { statisticsOf } from "./statistics.ts";

interface SeriesTableProps {
  readonly series: readonly {
    readonly name: string;
    readonly color: string;
    readonly values: readonly (number | null)[];
  }[];
  readonly hidden: ReadonlySet<string>;
  readonly format: (value: number) => string;
  readonly onToggle: (name: string) => void;
}

const FIGURES = ["last", "min", "max", "avg"] as const;

/** The legend, with what each series comes to. A click takes a series out of the chart. */
export function SeriesTable({ series, hidden, format, onToggle }: SeriesTableProps) {
  const t = useText();
  return (
    <div className={styles.legendScroll}>
      <table className={styles.legend}>
        <thead>
          <tr>
            <th>{t("count", { count: series.length })}</th>
            {FIGURES.map((figure) => (
              <th key={figure}>{t(figure)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.map(({ name, color, values }) => {
            const statistics = statisticsOf(values);
            const off = hidden.has(name);
            return (
              <tr key={name} data-dim={off || undefined}>
                <td>
                  <button
                    type="button"
                    aria-pressed={!off}
                    className={styles.series}
                    onClick={() => onToggle(name)}
                  >
                    <i
                      className={styles.swatch}
                      data-off={off || undefined}
                      style={off ? undefined : { background: color }}
                    />
                    {name}
                  </button>
                </td>
                {FIGURES.map((figure) => {
                  const value = statistics[figure];
                  return <td key={figure}>{value === null ? "–" : format(value)}</td>;
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
