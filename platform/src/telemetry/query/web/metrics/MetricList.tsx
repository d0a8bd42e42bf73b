import { Empty, PageLink, pathTo, unitWord, useVirtualRows } from "@naru/ui";
import { useRef } from "react";
import type { MetricRow } from "../../api.ts";
import { useText } from "./messages.ts";
import { useKindName } from "./useKindName.ts";
import styles from "./Metrics.module.css";

interface MetricListProps {
  readonly metrics: readonly MetricRow[];
  readonly chosen: string;
  /** Search parameters that go along to the metric. */
  readonly search: Readonly<Record<string, string>>;
}

export function MetricList({ metrics, chosen, search }: MetricListProps) {
  const t = useText();
  const kindName = useKindName();
  const list = useRef<HTMLDivElement>(null);
  const { items, height } = useVirtualRows(list, metrics.length, 54);
  if (metrics.length === 0) return <Empty title={t("noMetrics")} />;
  return (
    <div ref={list} className={styles.list}>
      <div className={styles.space} style={{ height }}>
        {items.map(({ index, start }) => {
          const metric = metrics[index];
          if (metric === undefined) return null;
          const facts = [kindName(metric), unitWord(metric.unit), metric.services.slice(0, 3).join(", ")];
          return (
            <div key={metric.name} style={{ position: "absolute", inset: "0 0 auto", top: start }}>
              <PageLink
                to={pathTo("/metrics", metric.name)}
                search={search}
                className={metric.name === chosen ? `${styles.metric} ${styles.chosen}` : styles.metric}
                title={metric.description}
              >
                <b>{metric.name}</b>
                <small>{facts.filter(Boolean).join(" · ")}</small>
              </PageLink>
            </div>
          );
        })}
      </div>
    </div>
  );
}
