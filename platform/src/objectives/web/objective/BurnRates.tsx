import { formatInteger, Panel, Tiles } from "@naru/ui";
import type { Standing } from "../../api.ts";
import { formatMinutes, formatRate } from "../figures.ts";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";

/** How fast the budget burns, from the last minutes to the last days, and what that means. */
export function BurnRates({ standing: { burnRates } }: { readonly standing: Standing }) {
  const t = useText();
  return (
    <Panel title={t("burnRates")}>
      <Tiles
        tiles={burnRates.map(({ minutes, rate, counts }) => ({
          label: formatMinutes(minutes),
          value: formatRate(rate),
          note: t("ofRequests", { bad: formatInteger(counts.bad), total: formatInteger(counts.total) }),
        }))}
      />
      <p className={styles.note}>{t("burnHelp")}</p>
    </Panel>
  );
}
