import {
  Age,
  Answer,
  Button,
  DataTable,
  Empty,
  icons,
  LinkButton,
  type OutputOf,
  Page,
  Panel,
  seriesColor,
  Skeleton,
  TableSkeleton,
  Tiles,
  TimeChart,
  useCall,
  usePathParam,
  useTimeRange,
} from "@naru/ui";
import { useMemo, useState } from "react";
import { type ActiveAlertRow, getAlert } from "../api.ts";
import styles from "./Alerts.module.css";
import { conditionsOf } from "./conditions.ts";
import { Annotations, Labels } from "./Facts.tsx";
import { formatValue } from "./figures.ts";
import { useStepColumns } from "./HistoryPanel.tsx";
import { AlertState, Quiet, Severity } from "./marks.tsx";
import { useText } from "./messages.ts";
import { SilenceDialog } from "./SilenceDialog.tsx";

/** One alert: what is wrong, why, since when, who is told, and what became of it. */
export default function AlertPage() {
  const t = useText();
  const fingerprint = usePathParam("fingerprint");
  const { range } = useTimeRange();
  const stepColumns = useStepColumns();
  const [isSilencing, setSilencing] = useState(false);
  const answer = useCall(getAlert, { ...range, fingerprint }, { live: "always" });
  const alert = answer.data?.alert ?? null;
  return (
    <Page
      title={alert?.name ?? answer.data?.steps[0]?.name ?? t("alert")}
      parent={{ to: "/alerts", title: t("alerts") }}
      scroll
      actions={
        alert !== null && (
          <Button onClick={() => setSilencing(true)}>
            <icons.IconBellOff size={15} aria-hidden />
            {t("silence")}
          </Button>
        )
      }
    >
      <Answer of={answer} skeleton={<Skeleton height={240} />}>
        {({ alert: found, chart }) => (found === null ? <Gone /> : <Why alert={found} chart={chart} />)}
      </Answer>
      <div className={styles.tall}>
        <Panel title={t("steps")} fill>
          <Answer of={answer} skeleton={<TableSkeleton />}>
            {({ steps }) => (
              <DataTable
                label={t("steps")}
                rows={steps}
                columns={stepColumns}
                keyOf={({ time, state }) => `${time}/${state}`}
              />
            )}
          </Answer>
        </Panel>
      </div>
      {isSilencing && alert !== null && (
        <SilenceDialog conditions={conditionsOf(alert.labels)} onClose={() => setSilencing(false)} />
      )}
    </Page>
  );
}

function Gone() {
  const t = useText();
  return (
    <Empty title={t("gone")} actions={<LinkButton to="/alerts">{t("alerts")}</LinkButton>}>
      <p>{t("goneHelp")}</p>
    </Empty>
  );
}

interface WhyProps {
  readonly alert: ActiveAlertRow;
  readonly chart: OutputOf<typeof getAlert>["chart"];
}

function Why({ alert, chart }: WhyProps) {
  const t = useText();
  const { annotations, labels, receivers } = alert;
  const series = useMemo(
    () => chart.series.map((each) => ({ ...each, color: seriesColor(each.name) })),
    [chart.series],
  );
  return (
    <>
      <Panel title={annotations["summary"] ?? alert.name}>
        <Tiles
          tiles={[
            { label: t("state"), value: <AlertState state={alert.state} /> },
            { label: t("severity"), value: <Severity severity={alert.severity} /> },
            { label: t("value"), value: formatValue(alert.value) },
            { label: t("since"), value: <Age at={alert.activeAt} /> },
          ]}
        />
        {annotations["description"] !== undefined && (
          <p className={styles.note}>{annotations["description"]}</p>
        )}
        <p className={styles.note}>
          <b>{t("told")}</b> {receivers.join(", ") || t("nobody")} <Quiet alert={alert} />
        </p>
        <Labels labels={labels} />
        <Annotations annotations={annotations} />
      </Panel>
      <Panel
        title={t("why")}
        actions={
          <LinkButton to="/promql" search={{ expr: alert.expression }}>
            PromQL
          </LinkButton>
        }
      >
        <pre className={styles.expression}>{alert.expression}</pre>
        {series.length === 0 ? (
          <p className={styles.note}>{chart.error ?? t("noChart")}</p>
        ) : (
          <TimeChart
            label={t("overTime")}
            times={chart.times}
            stepSeconds={chart.stepSeconds}
            kind="line"
            format={formatValue}
            series={series}
          />
        )}
      </Panel>
    </>
  );
}
