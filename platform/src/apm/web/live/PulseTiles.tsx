import {
  Answer,
  formatDuration,
  formatInteger,
  formatPercent,
  formatRate,
  type OutputOf,
  Skeleton,
  Sparkline,
  Tiles,
  useCall,
  useTimeRange,
} from "@naru/ui";
import type { ReactNode } from "react";
import { activeVisitors, listApdexThresholds, pulse } from "../../api.ts";
import { useText } from "../messages.ts";
import { ApdexChoice } from "./ApdexChoice.tsx";
import styles from "./Live.module.css";

/** Until it is known what was chosen. */
const USUAL_MILLIS = 500;

type Pulse = OutputOf<typeof pulse>;
type Figures = Pulse["dayBefore"];

const orDash = (nano: number | null) => (nano === null ? "–" : formatDuration(nano));

/** Where a service stands, with its way there and the same hours of yesterday and of last week. */
export function PulseTiles({ service }: { readonly service: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const thresholds = useCall(listApdexThresholds, {}).data;
  const apdexMs = thresholds?.thresholds[service] ?? thresholds?.usualMs ?? USUAL_MILLIS;
  const answer = useCall(pulse, { ...range, service, apdexMs }, { live: "fast" });
  const visitors = useCall(activeVisitors, { ...range, service }, { live: "fast" }).data;
  return (
    <Answer of={answer} brief skeleton={<Skeleton height={76} />}>
      {(pulse) => (
        <Tiles
          tiles={[
            {
              label: `${t("activeUsers")} · ${t("activeHelp")}`,
              value: <Trend value={formatInteger(visitors?.now.users ?? 0)} values={visitors?.users ?? []} />,
            },
            {
              label: t("activeSessions"),
              value: (
                <Trend value={formatInteger(visitors?.now.sessions ?? 0)} values={visitors?.sessions ?? []} />
              ),
            },
            figure(t("requests"), pulse, {
              of: ({ rate }) => formatRate(rate),
              values: pulse.series.requests,
              color: "var(--accent)",
            }),
            figure(t("errors"), pulse, {
              of: ({ errorRatio }) => formatPercent(errorRatio),
              values: pulse.series.errors,
              color: "var(--bad)",
            }),
            figure(t("response"), pulse, {
              of: ({ p95Nano }) => orDash(p95Nano),
              values: pulse.series.p95Nano,
              color: "var(--series-4)",
            }),
            figure(`${t("apdex")} · ${t("apdexNote", { ms: apdexMs })}`, pulse, {
              of: ({ apdex }) => (apdex === null ? "–" : apdex.toFixed(2)),
              values: pulse.series.apdex,
              also: thresholds !== undefined && thresholds.cluster !== "" && (
                <ApdexChoice service={service} {...thresholds} />
              ),
            }),
          ]}
        />
      )}
    </Answer>
  );
}

interface Shown {
  readonly of: (figures: Figures) => string;
  readonly values: readonly (number | null)[];
  readonly color?: string;
  readonly also?: ReactNode;
}

const figure = (label: string, pulse: Pulse, { of, also, ...line }: Shown) => ({
  label,
  value: (
    <>
      <Trend
        value={
          <>
            {of(pulse)} {also}
          </>
        }
        {...line}
      />
      <Before pulse={pulse} of={of} />
    </>
  ),
});

/** The same hours of yesterday and of last week, as far as there was anything. */
function Before({ pulse, of }: { readonly pulse: Pulse; readonly of: Shown["of"] }) {
  const t = useText();
  const { dayBefore, weekBefore } = pulse;
  const parts = [
    ...(dayBefore.requests > 0 ? [t("dayBefore", { value: of(dayBefore) })] : []),
    ...(weekBefore.requests > 0 ? [t("weekBefore", { value: of(weekBefore) })] : []),
  ];
  if (parts.length === 0) return null;
  return <span className={styles.before}>{parts.join(" · ")}</span>;
}

interface TrendProps {
  readonly value: ReactNode;
  readonly values: readonly (number | null)[];
  readonly color?: string;
}

function Trend({ value, values, color = "var(--text-3)" }: TrendProps) {
  return (
    <span className={styles.tile}>
      <span>{value}</span>
      <Sparkline values={values} color={color} />
    </span>
  );
}
