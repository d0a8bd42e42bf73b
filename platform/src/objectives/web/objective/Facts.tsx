import { Age, formatInteger, Panel, ServiceName, Tiles } from "@naru/ui";
import type { Objective, Standing } from "../../api.ts";
import { BudgetLeft } from "../BudgetBar.tsx";
import { Gone, StateMark } from "../marks.tsx";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";
import { formatShare, formatTarget } from "../share.ts";

interface FactsProps {
  readonly objective: Objective;
  readonly standing: Standing;
  readonly threatenedSince: number | null;
  readonly at: number;
}

/** How it stands, in figures. */
export function Facts({ objective, standing, threatenedSince, at }: FactsProps) {
  const t = useText();
  const { service, operation, description, target, windowDays, thresholdMs } = objective;
  const { state, sli, budget, counts, measuredSince, countedFromMs } = standing;
  return (
    <Panel>
      <Tiles
        tiles={[
          { label: t("state"), value: <StateMark state={state} /> },
          { label: t("target"), value: formatTarget(target), note: t("overDays", { days: windowDays }) },
          {
            label: t("sli"),
            value: formatShare(sli),
            note: t("ofRequests", { bad: formatInteger(counts.bad), total: formatInteger(counts.total) }),
          },
          {
            label: t("budgetLeft"),
            value: <BudgetLeft share={budget.leftShare} />,
            note: t("requestsLeft", {
              left: formatInteger(budget.left),
              allowed: formatInteger(budget.allowed),
            }),
          },
          { label: t("gone"), value: <Gone standing={standing} at={at} /> },
          { label: t("threatenedSince"), value: <Age at={threatenedSince} /> },
          { label: t("measuredSince"), value: <Age at={measuredSince} /> },
        ]}
      />
      <p className={styles.note}>
        <ServiceName name={service} /> {operation}
        {thresholdMs !== null && ` ≤ ${thresholdMs} ms`} {description}
      </p>
      <p className={styles.note}>{t(`stateHelp_${state}`)}</p>
      {countedFromMs !== null && (
        <p className={styles.note}>{t("countedFrom", { ms: Number(countedFromMs.toPrecision(4)) })}</p>
      )}
    </Panel>
  );
}
