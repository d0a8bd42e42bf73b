import { Bar, formatInteger, Panel } from "@naru/ui";
import type { Band } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";

interface BandsProps {
  readonly title: string;
  readonly bands: readonly Band[];
  readonly format: (bound: number) => string;
  /** Who would have to tell. */
  readonly library: string;
}

/** How many sessions are in each band. */
export function Bands({ title, bands, format, library }: BandsProps) {
  const t = useText();
  const most = Math.max(1, ...bands.map(({ count }) => count));
  const lower = (index: number) => bands[index - 1]?.below ?? 0;
  return (
    <Panel title={title}>
      {bands.length === 0 ? (
        <p className={styles.note}>{t("notTold", { library })}</p>
      ) : (
        <ul className={styles.bands}>
          {bands.map(({ below, count }, index) => (
            <li key={below ?? "more"}>
              <span className={styles.dim}>
                {below === null
                  ? t("from", { bound: format(lower(index)) })
                  : t("below", { bound: format(below) })}
              </span>
              <Bar share={count / most}>{formatInteger(count)}</Bar>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
