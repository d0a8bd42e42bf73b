import {
  call,
  formatDuration,
  IconButton,
  icons,
  Menu,
  ProblemView,
  SelectField,
  useRefresh,
  type OutputOf,
} from "@naru/ui";
import { useState } from "react";
import { type listApdexThresholds, setApdexThreshold } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./Live.module.css";

const MILLIS = [50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000] as const;
const USUAL = "usual";

interface ApdexChoiceProps extends OutputOf<typeof listApdexThresholds> {
  /** Empty: all services together. */
  readonly service: string;
}

const named = (ms: number) => formatDuration(ms * 1e6);

/** How quick is quick enough for a service: for everybody who looks at it. */
export function ApdexChoice({ service, thresholds, usualMs, cluster }: ApdexChoiceProps) {
  const t = useText();
  const refresh = useRefresh();
  const [error, setError] = useState<Error>();
  const own = thresholds[service];
  const set = async (ms: number | null) => {
    try {
      await call(setApdexThreshold, { service, ms });
      setError(undefined);
      refresh();
    } catch (error) {
      setError(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const offered = [...new Set([...MILLIS, ...(own === undefined ? [] : [own])])].toSorted((a, b) => a - b);
  return (
    <Menu
      label={t("apdexChoice")}
      target={
        <IconButton label={t("apdexChoice")} small>
          <icons.IconAdjustmentsHorizontal size={14} />
        </IconButton>
      }
    >
      <div className={styles.apdex}>
        <SelectField
          label={t("apdexSatisfied")}
          value={own === undefined ? USUAL : String(own)}
          options={[
            { value: USUAL, label: t("apdexUsual", { value: named(usualMs) }) },
            ...offered.map((ms) => ({ value: String(ms), label: named(ms) })),
          ]}
          onChange={(value) => void set(value === USUAL ? null : Number(value))}
        />
        <p>{t("apdexHelp", { service: service || t("allServices"), cluster })}</p>
        {error !== undefined && <ProblemView error={error} brief />}
      </div>
    </Menu>
  );
}
