import {
  Answer,
  formatCount,
  formatInteger,
  Legend,
  Panel,
  Skeleton,
  TimeChart,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { useMemo } from "react";
import { logHistogram } from "../../api.ts";
import styles from "./Logs.module.css";
import { useText } from "./messages.ts";
import { SEVERITIES, SEVERITY_COLORS } from "./severity.ts";

export function SeverityChart({ filter }: { readonly filter: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(logHistogram, { ...range, filter }, { live: true });
  const series = useMemo(
    () =>
      SEVERITIES.flatMap((severity) => {
        const found = answer.data?.severities.find((one) => one.severity === severity);
        if (found === undefined) return [];
        return [{ name: t(`severity_${severity}`), color: SEVERITY_COLORS[severity], values: found.counts }];
      }),
    [answer.data, t],
  );
  return (
    <Panel
      title={t("histogram")}
      note={answer.data !== undefined && <span>{`${formatInteger(answer.data.total)} ${t("lines")}`}</span>}
      actions={<Legend items={series} />}
    >
      <div className={styles.chart}>
        <Answer of={answer} brief skeleton={<Skeleton height={110} />}>
          {({ times, stepSeconds }) => (
            <TimeChart
              label={t("histogram")}
              height={110}
              times={times}
              stepSeconds={stepSeconds}
              kind="bars"
              scale="whole"
              format={formatCount}
              series={series}
            />
          )}
        </Answer>
      </div>
    </Panel>
  );
}
