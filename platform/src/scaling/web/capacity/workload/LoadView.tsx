import {
  Answer,
  Badge,
  DataTable,
  formatDuration,
  formatPercent,
  formatRate,
  type OutputOf,
  Panel,
  Skeleton,
  Tiles,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { formatCores } from "#kubernetes/web/index.ts";
import { getCapacity, type PlannedPlace } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { IdleNote } from "../idle/IdleNote.tsx";
import { useText } from "../messages.ts";
import { AutoscalerPanel } from "./AutoscalerPanel.tsx";
import { LoadCharts } from "./LoadCharts.tsx";
import { useDecisionColumns } from "./useDecisionColumns.tsx";

export type Capacity = OutputOf<typeof getCapacity>;

/** Replicas against load and response, and every decision with its why. */
export function LoadView({ place }: { readonly place: PlannedPlace }) {
  const { range } = useTimeRange();
  const answer = useCall(getCapacity, { ...place, ...range }, { live: "slow" });
  return (
    <Answer of={answer} skeleton={<Skeleton height={520} />}>
      {(capacity) => (
        <>
          <Figures capacity={capacity} />
          <IdleNote place={place} />
          <AutoscalerPanel place={place} capacity={capacity} />
          <LoadCharts capacity={capacity} />
          <Decisions capacity={capacity} />
        </>
      )}
    </Answer>
  );
}

const lastOf = (values: readonly (number | null)[]) => values.findLast((value) => value !== null) ?? null;

const shown = (amount: number | null | undefined, format: (value: number) => string) =>
  typeof amount === "number" ? format(amount) : "–";

function Figures({ capacity }: { readonly capacity: Capacity }) {
  const t = useText();
  const { ready, desired, autoscaler, rate, p95Nano, errorRatio, cpu } = capacity;
  const [nowRate, nowP95, nowErrors, nowCpu] = [rate, p95Nano, errorRatio, cpu].map(lastOf);
  const each = (amount: number | null | undefined, format: (value: number) => string) =>
    typeof amount === "number" && ready > 0 ? { note: t("perPod", { amount: format(amount / ready) }) } : {};
  return (
    <Tiles
      tiles={[
        {
          label: t("ready"),
          value:
            ready < desired ? <Badge tone="warn">{`${ready} / ${desired}`}</Badge> : `${ready} / ${desired}`,
          note: autoscaler === null ? t("fixed") : t("boundsValue", autoscaler),
        },
        { label: t("requestRate"), value: shown(nowRate, formatRate), ...each(nowRate, formatRate) },
        { label: t("p95"), value: shown(nowP95, formatDuration) },
        { label: t("errors"), value: shown(nowErrors, formatPercent) },
        { label: t("cores"), value: shown(nowCpu, formatCores), ...each(nowCpu, formatCores) },
      ]}
    />
  );
}

function Decisions({ capacity: { decisions } }: { readonly capacity: Capacity }) {
  const t = useText();
  const columns = useDecisionColumns();
  return (
    <Panel title={t("decisions")}>
      {decisions.length === 0 ? (
        <p className={styles.note}>{t("noDecisions")}</p>
      ) : (
        <DataTable label={t("decisions")} rows={decisions} columns={columns} keyOf={({ id }) => id} />
      )}
    </Panel>
  );
}
