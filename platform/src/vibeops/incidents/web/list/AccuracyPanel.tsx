import { formatInteger, useCall } from "@naru/ui";
import { incidentAccuracy } from "../../api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";

/** How often causes were right, as people have judged them, by how sure they were said to be. */
export function AccuracyPanel() {
  const t = useText();
  const { data } = useCall(incidentAccuracy, {});
  if (data === undefined) return null;
  const { judged, right, bands } = data;
  return (
    <details className={styles.accuracy}>
      <summary>
        {t("accuracy")}
        <span className={styles.dim}>{judged === 0 ? "–" : t("accuracyLine", { right, judged })}</span>
      </summary>
      {judged === 0 ? (
        <p>{t("noVerdicts")}</p>
      ) : (
        <ul>
          {bands
            .filter((band) => band.judged > 0)
            .map((band) => (
              <li key={band.from}>
                <span>{t("band", { from: percent(band.from), to: percent(band.to) })}</span>
                <b>{t("ofJudged", band)}</b>
              </li>
            ))}
        </ul>
      )}
    </details>
  );
}

const percent = (ratio: number) => `${formatInteger(ratio * 100)} %`;
