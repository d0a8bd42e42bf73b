import { Button, QueryEditor } from "@naru/ui";
import { useState } from "react";
import type { Target } from "../model/dashboard.ts";
import { useText } from "../messages.ts";
import styles from "./Targets.module.css";
import { usePropose } from "./usePropose.ts";

interface TargetsProps {
  readonly targets: readonly Target[];
  readonly onChange: (targets: readonly Target[]) => void;
  /** Ctrl or ⌘ with Enter in a query. */
  readonly onRun: () => void;
  /** Whether series can be given names. */
  readonly hasLegends?: boolean;
}

const mostTargets = 20;

/** Queries to edit, add and remove. */
export function Targets({ targets, onChange, onRun, hasLegends = false }: TargetsProps) {
  const t = useText();
  const propose = usePropose();
  // A query keeps its editor while others come and go.
  const [keys, setKeys] = useState(() => targets.map((_, i) => i));
  const set = (at: number, part: Partial<Target>) =>
    onChange(targets.map((each, i) => (i === at ? { ...each, ...part } : each)));
  return (
    <>
      {targets.map(({ expr, legend }, i) => (
        <div key={keys[i]} className={styles.target}>
          <QueryEditor
            label={t("query", { number: i + 1 })}
            text={expr}
            propose={propose}
            onChange={(expr) => set(i, { expr })}
            onRun={onRun}
          />
          {hasLegends && (
            <label className={styles.legend}>
              {t("legend")}
              <input
                type="text"
                placeholder="{{instance}}"
                value={legend}
                onChange={(event) => set(i, { legend: event.target.value })}
              />
            </label>
          )}
          {(hasLegends || targets.length > 1) && (
            <Button
              small
              look="quiet"
              onClick={() => {
                setKeys(keys.filter((_, at) => at !== i));
                onChange(targets.filter((_, at) => at !== i));
              }}
            >
              {t("removeQuery")}
            </Button>
          )}
        </div>
      ))}
      {targets.length < mostTargets && (
        <Button
          small
          onClick={() => {
            setKeys([...keys, Math.max(-1, ...keys) + 1]);
            onChange([...targets, { expr: "", legend: "", instant: false }]);
          }}
        >
          {t("addQuery")}
        </Button>
      )}
    </>
  );
}
