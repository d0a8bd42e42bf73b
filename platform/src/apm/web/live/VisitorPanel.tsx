import {
  Answer,
  Empty,
  formatInteger,
  Legend,
  Panel,
  Segments,
  Skeleton,
  TimeChart,
  useCall,
  useTimeRange,
  useUrlState,
  useZone,
} from "@naru/ui";
import { useMemo } from "react";
import { activeVisitors, dailyVisitors } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Live.module.css";

const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const STATE = { who: "users" };
const WHO = ["users", "sessions"] as const;

/** Active users over time, today against yesterday and last week, and visitors by day. */
export function VisitorPanel({ service }: { readonly service: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const [zone] = useZone();
  const [{ who: chosen }, change] = useUrlState(STATE);
  const who = chosen === "sessions" ? "sessions" : "users";
  const answer = useCall(activeVisitors, { ...range, service }, { live: "fast" });
  const days = useCall(dailyVisitors, { service, timeZone: zone === "utc" ? "UTC" : ownZone });
  return (
    <div className={styles.visitors}>
      <Panel
        title={who === "users" ? t("activeUsers") : t("activeSessions")}
        actions={
          <Segments
            label={t("activeUsers")}
            value={who}
            options={WHO.map((value) => ({ value, label: t(value) }))}
            onChange={(who) => change({ who })}
          />
        }
      >
        <Answer of={answer} skeleton={<Skeleton height={200} />}>
          {(visitors) => <VisitorChart visitors={visitors} who={who} />}
        </Answer>
      </Panel>
      <Panel title={t("visitorsByDay")}>
        <Answer of={days} skeleton={<Skeleton height={200} />}>
          {({ days }) => <DayChart days={days} who={who} inUtc={zone === "utc"} />}
        </Answer>
      </Panel>
    </div>
  );
}

type Who = (typeof WHO)[number];
interface Line {
  readonly users: readonly number[];
  readonly sessions: readonly number[];
}

interface VisitorChartProps {
  readonly visitors: Line & {
    readonly times: readonly number[];
    readonly stepSeconds: number;
    readonly dayBefore: Line;
    readonly weekBefore: Line;
  };
  readonly who: Who;
}

function VisitorChart({ visitors, who }: VisitorChartProps) {
  const t = useText();
  const series = useMemo(
    () => [
      { name: t("today"), color: "var(--accent)", values: visitors[who] },
      { name: t("yesterday"), color: "var(--series-3)", values: visitors.dayBefore[who] },
      { name: t("lastWeek"), color: "var(--series-7)", values: visitors.weekBefore[who] },
    ],
    [t, visitors, who],
  );
  const shown = series.filter(({ values }, i) => i === 0 || values.some((value) => value > 0));
  if (shown.every(({ values }) => values.every((value) => value === 0))) {
    return (
      <Empty title={t("noVisitors")}>
        <p>{t("noVisitorsHelp")}</p>
      </Empty>
    );
  }
  return (
    <div className={styles.chart}>
      <TimeChart
        label={t("activeUsers")}
        times={visitors.times}
        stepSeconds={visitors.stepSeconds}
        kind="line"
        format={formatInteger}
        series={shown}
      />
      <Legend items={shown} />
    </div>
  );
}

interface DayChartProps {
  readonly days: readonly { readonly day: string; readonly users: number; readonly sessions: number }[];
  readonly who: Who;
  readonly inUtc: boolean;
}

const DAY_SECONDS = 86_400;

function DayChart({ days, who, inUtc }: DayChartProps) {
  const t = useText();
  const series = useMemo(
    () => [{ name: t(who), color: "var(--accent)", values: days.map((day) => day[who]) }],
    [t, days, who],
  );
  const times = useMemo(
    () => days.map(({ day }) => Date.parse(`${day}T00:00${inUtc ? "Z" : ""}`)),
    [days, inUtc],
  );
  return (
    <div className={styles.chart}>
      <TimeChart
        label={t("visitorsByDay")}
        times={times}
        stepSeconds={DAY_SECONDS}
        kind="bars"
        format={formatInteger}
        series={series}
      />
    </div>
  );
}
