import { IconButton, icons, SelectField, type OutputOf } from "@naru/ui";
import type { metricAttributes, metricSeries } from "../../api.ts";
import { aggregates, type Aggregate } from "./aggregates.ts";
import styles from "./Metrics.module.css";
import { useText } from "./messages.ts";

interface MetricControlsProps {
  readonly attributes: OutputOf<typeof metricAttributes>["attributes"];
  readonly by: readonly string[];
  readonly aggregate: Aggregate;
  /** What `auto` came to. */
  readonly chosen: OutputOf<typeof metricSeries>["aggregate"] | undefined;
  readonly onBy: (by: readonly string[]) => void;
  readonly onAggregate: (aggregate: Aggregate) => void;
}

const MOST_KEYS = 5;

export function MetricControls({
  attributes,
  by,
  aggregate,
  chosen,
  onBy,
  onAggregate,
}: MetricControlsProps) {
  const t = useText();
  const automatic =
    chosen === undefined ? t("aggregate_auto") : `${t("aggregate_auto")} (${t(`aggregate_${chosen}`)})`;
  const free = attributes.filter(({ key }) => !by.includes(key));
  return (
    <>
      <SelectField
        label={t("aggregate")}
        value={aggregate}
        options={aggregates.map((value) => ({
          value,
          label: value === "auto" ? automatic : t(`aggregate_${value}`),
        }))}
        onChange={onAggregate}
      />
      {by.map((key) => (
        <span key={key} className={styles.group}>
          {key}
          <IconButton
            small
            label={t("removeGroup", { key })}
            onClick={() => onBy(by.filter((one) => one !== key))}
          >
            <icons.IconX size={13} />
          </IconButton>
        </span>
      ))}
      {by.length < MOST_KEYS && free.length > 0 && (
        <SelectField
          label={t("groupBy")}
          value=""
          options={[
            { value: "", label: t("addGroup") },
            ...free.map(({ key, distinct }) => ({ value: key, label: `${key} (${distinct})` })),
          ]}
          onChange={(key) => key !== "" && onBy([...by, key])}
        />
      )}
    </>
  );
}
