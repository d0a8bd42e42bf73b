import {
  Badge,
  formatCount,
  formatPercent,
  formatRate,
  Legend,
  type OutputOf,
  Panel,
  Tiles,
  TimeChart,
} from "@naru/ui";
import { formatCores } from "#kubernetes/web/index.ts";
import type { replayLoad, ReplayOutcome } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useReplayText } from "./messages.ts";

type Replay = NonNullable<OutputOf<typeof replayLoad>["replay"]>;

const THEN = "var(--series-0)";
const WAS = "var(--series-3)";
const ASKED = "var(--series-2)";
const CAN = "var(--series-5)";

/** What would have come of the settings, beside what was. */
export function Replayed({ replay }: { readonly replay: Replay }) {
  const t = useReplayText();
  const { times, stepSeconds, load, was, would, settings } = replay;
  const grid = { times, stepSeconds };
  const pods = [
    { name: t("would"), color: THEN, values: would.desired },
    { name: t("wasReady"), color: WAS, values: was.desired, isDashed: true },
  ];
  const loads = [
    { name: t("asked"), color: ASKED, values: load },
    { name: t("canTake"), color: CAN, values: would.ready.map((ready) => ready * settings.podCapacity) },
  ];
  return (
    <>
      <Outcomes was={was.outcome} would={would.outcome} />
      <Panel title={t("replicas")} actions={<Legend items={pods} />}>
        <div className={styles.chart}>
          <TimeChart
            label={t("replicas")}
            {...grid}
            series={pods}
            kind="steps"
            format={formatCount}
            scale="whole"
          />
        </div>
      </Panel>
      <Panel title={t("load")} actions={<Legend items={loads} />}>
        <div className={styles.chart}>
          <TimeChart
            label={t("load")}
            {...grid}
            series={loads}
            kind="line"
            format={settings.measure === "cpu" ? formatCores : formatRate}
          />
        </div>
        <p className={styles.note}>{t("assumptions")}</p>
      </Panel>
    </>
  );
}

interface OutcomesProps {
  readonly was: ReplayOutcome | null;
  readonly would: ReplayOutcome;
}

function Outcomes({ was, would }: OutcomesProps) {
  const t = useReplayText();
  const note = (of: keyof ReplayOutcome) =>
    was === null ? {} : { note: t("was", { amount: formatCount(was[of]) }) };
  return (
    <Tiles
      tiles={[
        {
          label: t("podHours"),
          value: (
            <>
              {formatCount(would.podHours)}
              <Change from={was?.podHours} to={would.podHours} />
            </>
          ),
          ...note("podHours"),
        },
        {
          label: t("shortMinutes"),
          value:
            would.shortMinutes > 0 ? (
              <Badge tone="bad">{formatCount(would.shortMinutes)}</Badge>
            ) : (
              formatCount(would.shortMinutes)
            ),
          ...note("shortMinutes"),
        },
        { label: t("changes"), value: formatCount(would.changes), ...note("changes") },
        { label: t("turns"), value: formatCount(would.turns), ...note("turns") },
        { label: t("most"), value: formatCount(would.most), ...note("most") },
      ]}
    />
  );
}

function Change({ from, to }: { readonly from: number | undefined; readonly to: number }) {
  if (from === undefined || from === 0) return null;
  const by = to / from - 1;
  if (Math.abs(by) < 0.005) return null;
  return (
    <Badge tone={by < 0 ? "good" : "plain"}>
      {by > 0 ? "+" : "−"}
      {formatPercent(Math.abs(by))}
    </Badge>
  );
}
