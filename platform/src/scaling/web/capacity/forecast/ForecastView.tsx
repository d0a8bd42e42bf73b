import {
  Answer,
  Badge,
  Empty,
  formatInstant,
  formatInteger,
  formatPercent,
  formatRate,
  Legend,
  type OutputOf,
  Panel,
  Segments,
  Skeleton,
  Tiles,
  TimeChart,
  useCall,
  useUrlState,
  useZone,
} from "@naru/ui";
import { useMemo } from "react";
import { forecastLoad, type PlannedPlace } from "../../../api.ts";
import styles from "../Capacity.module.css";
import { useForecastText } from "./messages.ts";

type Told = OutputOf<typeof forecastLoad>;
type Forecast = NonNullable<Told["forecast"]>;

const STATE = { hours: "6" };
const CHOICES = ["3", "6", "12", "24"];
const WITHIN_MINUTES = 15;
const WAS = "var(--series-2)";
const EXPECTED = "var(--series-0)";

/** What is about to be asked of a workload, and how far that can be trusted. */
export function ForecastView({ place }: { readonly place: PlannedPlace }) {
  const t = useForecastText();
  const [{ hours }, change] = useUrlState(STATE);
  const asked = { ...place, hours: Number(hours), withinMinutes: WITHIN_MINUTES };
  const answer = useCall(forecastLoad, asked, { live: "watch" });
  return (
    <Answer of={answer} skeleton={<Skeleton height={420} />}>
      {(told) =>
        told.forecast === null ? (
          <TooLittle told={told} />
        ) : (
          <>
            <Figures told={told} forecast={told.forecast} />
            <Panel
              title={t("requests")}
              note={
                <span className={styles.dim}>{t("services", { services: told.services.join(", ") })}</span>
              }
              actions={
                <Segments
                  label={t("ahead")}
                  value={hours}
                  options={CHOICES.map((value) => ({ value, label: t("hours", { hours: value }) }))}
                  onChange={(hours) => change({ hours })}
                />
              }
            >
              <Course told={told} forecast={told.forecast} />
            </Panel>
          </>
        )
      }
    </Answer>
  );
}

interface ToldProps {
  readonly told: Told;
  readonly forecast: Forecast;
}

const share = (of: number | null) => (of === null ? "–" : formatPercent(of));

function Figures({ told: { expected }, forecast }: ToldProps) {
  const t = useForecastText();
  const { pattern, error, errorOfYesterday, errorOfLastHour } = forecast;
  return (
    <Tiles
      tiles={[
        {
          label: t("soon", { minutes: WITHIN_MINUTES }),
          value: expected === null ? "–" : formatRate(expected),
          note: t("soonNote"),
        },
        {
          label: t("pattern"),
          value: <Badge tone={pattern === "none" ? "plain" : "good"}>{t(`pattern_${pattern}`)}</Badge>,
        },
        { label: t("error"), value: share(error), note: t("errorNote") },
        { label: t("byYesterday"), value: share(errorOfYesterday) },
        { label: t("byLastHour"), value: share(errorOfLastHour) },
      ]}
    />
  );
}

/** What was and what is expected, on one axis. */
function Course({ told: { history, stepSeconds }, forecast }: ToldProps) {
  const t = useForecastText();
  const times = useMemo(() => [...history.times, ...forecast.times], [history, forecast]);
  const [nothingYet, nothingMore] = [history.times.map(() => null), forecast.times.map(() => null)];
  const series = [
    { name: t("was"), color: WAS, values: [...history.rate, ...nothingMore] },
    {
      name: t("expected"),
      color: EXPECTED,
      values: [...nothingYet, ...forecast.rate],
      isDashed: true,
      band: { low: [...nothingYet, ...forecast.low], high: [...nothingYet, ...forecast.high] },
    },
  ];
  return (
    <>
      <div className={styles.chart}>
        <TimeChart
          label={t("requests")}
          height={260}
          times={times}
          stepSeconds={stepSeconds}
          series={series}
          kind="line"
          format={formatRate}
        />
        <Legend items={series.map(({ name, color }) => ({ name, color }))} />
      </div>
      <p className={styles.note}>
        {t(forecast.pattern === "none" ? "noPattern" : "gap")}{" "}
        {t("band", { checked: formatInteger(forecast.checked) })}
      </p>
    </>
  );
}

function TooLittle({ told: { days, neededDays, enoughAt } }: { readonly told: Told }) {
  const t = useForecastText();
  const [zone] = useZone();
  return (
    <Panel>
      {days === 0 || enoughAt === null ? (
        <Empty title={t("noRequests")}>
          <p>{t("noRequestsHelp")}</p>
        </Empty>
      ) : (
        <Empty title={t("tooShort")}>
          <p>
            {t("tooShortHelp", {
              days: Number(days.toFixed(1)),
              needed: neededDays,
              when: formatInstant(enoughAt, zone, "minute"),
            })}
          </p>
        </Empty>
      )}
    </Panel>
  );
}
