import {
  Answer,
  formatDuration,
  formatInteger,
  formatPercent,
  formatRate,
  Skeleton,
  Sparkline,
  Tiles,
  useCall,
  useTimeRange,
} from "@naru/ui";
import type { ReactNode } from "react";
import { activeVisitors, pulse } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Live.module.css";

const APDEX_MILLIS = 500;

/** Where a service stands, with its way there and the same hours of yesterday beside it. */
export function PulseTiles({ service }: { readonly service: string }) {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(pulse, { ...range, service, apdexMs: APDEX_MILLIS }, { live: "fast" });
  const visitors = useCall(activeVisitors, { ...range, service }, { live: "fast" });
  const now = visitors.data?.now;
  return (
    <Answer of={answer} brief skeleton={<Skeleton height={64} />}>
      {(pulse) => {
        const { dayBefore } = pulse;
        const before = (has: boolean, value: string) => (has ? t("dayBefore", { value }) : "");
        const had = dayBefore.requests > 0;
        return (
          <Tiles
            tiles={[
              {
                label: `${t("activeUsers")} · ${t("activeHelp")}`,
                value: <Trend value={formatInteger(now?.users ?? 0)} values={visitors.data?.users ?? []} />,
              },
              {
                label: t("activeSessions"),
                value: (
                  <Trend value={formatInteger(now?.sessions ?? 0)} values={visitors.data?.sessions ?? []} />
                ),
              },
              {
                label: withNote(t("requests"), before(had, formatRate(dayBefore.rate))),
                value: (
                  <Trend
                    value={formatRate(pulse.rate)}
                    values={pulse.series.requests}
                    color="var(--accent)"
                  />
                ),
              },
              {
                label: withNote(t("errors"), before(had, formatPercent(dayBefore.errorRatio))),
                value: (
                  <Trend
                    value={formatPercent(pulse.errorRatio)}
                    values={pulse.series.errors}
                    color="var(--bad)"
                  />
                ),
              },
              {
                label: withNote(
                  t("response"),
                  before(dayBefore.p95Nano !== null, formatDuration(dayBefore.p95Nano ?? 0)),
                ),
                value: (
                  <Trend
                    value={pulse.p95Nano === null ? "–" : formatDuration(pulse.p95Nano)}
                    values={pulse.series.p95Nano}
                    color="var(--series-4)"
                  />
                ),
              },
              {
                label: withNote(t("apdex"), t("apdexNote", { ms: APDEX_MILLIS })),
                value: (
                  <Trend
                    value={pulse.apdex === null ? "–" : pulse.apdex.toFixed(2)}
                    values={pulse.series.apdex}
                  />
                ),
              },
            ]}
          />
        );
      }}
    </Answer>
  );
}

interface TrendProps {
  readonly value: ReactNode;
  readonly values: readonly (number | null)[];
  readonly color?: string;
}

function Trend({ value, values, color = "var(--text-3)" }: TrendProps) {
  return (
    <span className={styles.tile}>
      {value}
      <Sparkline values={values} color={color} />
    </span>
  );
}

const withNote = (label: string, note: string) => (note === "" ? label : `${label} · ${note}`);
