import {
  Answer,
  BucketChart,
  formatCount,
  formatDuration,
  IconButton,
  icons,
  Panel,
  parseDuration,
  Skeleton,
  useCall,
  useTimeRange,
} from "@naru/ui";
import { useMemo } from "react";
import { traceHistogram } from "../../api.ts";
import { useText as useSharedText } from "../messages.ts";
import { useText } from "./messages.ts";
import styles from "./Traces.module.css";

export interface DurationLimits {
  /** Nanoseconds; 0 for none. */
  readonly min: number;
  readonly max: number;
}

interface DurationHistogramProps {
  readonly filter: string;
  readonly limits: DurationLimits;
  readonly onLimits: (limits: DurationLimits) => void;
}

export function DurationHistogram({ filter, limits, onLimits }: DurationHistogramProps) {
  const t = useText();
  const shared = useSharedText();
  const { range } = useTimeRange();
  const answer = useCall(traceHistogram, { ...range, filter }, { live: true });
  const buckets = useMemo(
    () =>
      answer.data?.buckets.map(({ fromNano, toNano, ...counts }) => ({
        from: fromNano,
        to: toNano,
        ...counts,
      })),
    [answer.data],
  );
  return (
    <Panel title={t("distribution")} actions={<LimitFields limits={limits} onLimits={onLimits} />}>
      <div className={styles.distribution}>
        <Answer of={{ ...answer, data: buckets }} brief skeleton={<Skeleton height={96} />}>
          {(buckets) => (
            <BucketChart
              label={t("distribution")}
              buckets={buckets}
              names={{ ok: shared("ok"), error: shared("error") }}
              formatEdge={formatDuration}
              formatCount={formatCount}
              onSelect={(min, max) => onLimits({ min, max })}
            />
          )}
        </Answer>
      </div>
    </Panel>
  );
}

function LimitFields({ limits, onLimits }: Omit<DurationHistogramProps, "filter">) {
  const t = useText();
  const field = (side: keyof DurationLimits, label: string) => (
    <label>
      <span className="visually-hidden">{label}</span>
      <input
        key={limits[side]}
        placeholder={label}
        defaultValue={limits[side] === 0 ? "" : formatDuration(limits[side])}
        onBlur={(event) => {
          const nano = parseDuration(event.target.value) ?? 0;
          const shown = limits[side] === 0 ? "" : formatDuration(limits[side]);
          if (event.target.value !== shown) onLimits({ ...limits, [side]: nano });
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </label>
  );
  return (
    <span className={styles.limits}>
      {field("min", t("minDuration"))}–{field("max", t("maxDuration"))}
      {(limits.min > 0 || limits.max > 0) && (
        <IconButton small label={t("clearDuration")} onClick={() => onLimits({ min: 0, max: 0 })}>
          <icons.IconX size={14} />
        </IconButton>
      )}
    </span>
  );
}
