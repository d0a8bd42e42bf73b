import { formatInstant, icons, useGo, useZone } from "@naru/ui";
import type { ChangeRow } from "#kubernetes/api.ts";
import { comparisonOf } from "#kubernetes/web/index.ts";
import { useText } from "../messages.ts";
import styles from "./Scatter.module.css";

interface RolloutsProps {
  readonly rollouts: readonly ChangeRow[];
  /** Of the plot: milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Where a new revision began to run; each leads to what it changed. */
export function Rollouts({ rollouts, from, to }: RolloutsProps) {
  const t = useText();
  const go = useGo();
  const [zone] = useZone();
  return rollouts
    .filter(({ time }) => time >= from && time <= to)
    .map((change) => {
      const { id, time, workload, summary } = change;
      const comparison = comparisonOf(change);
      const words = { workload: workload.name, summary, time: formatInstant(time, zone, "second", "clock") };
      return (
        <button
          key={id}
          type="button"
          className={styles.rollout}
          style={{ left: `${(100 * (time - from)) / (to - from)}%` }}
          title={t("rollout", words)}
          aria-label={t("rollout", words)}
          disabled={comparison === undefined}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => comparison && go(comparison)}
        >
          <icons.IconGitCompare size={12} aria-hidden />
        </button>
      );
    });
}
