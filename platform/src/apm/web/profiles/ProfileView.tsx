import { formatInteger, formatPercent, Panel } from "@naru/ui";
import { useMemo, useState, type ReactNode } from "react";
import type { ChangedFunction, FunctionRow, ProfileFrame } from "../../api.ts";
import type { ProfileTree } from "./faces.ts";
import { FlamePanel } from "./FlamePanel.tsx";
import { FunctionTable } from "./FunctionTable.tsx";
import { useText } from "./messages.ts";
import { profileFormat } from "./values.ts";
import styles from "./Profiles.module.css";

export interface Shown {
  readonly unit: string;
  readonly total: number;
  readonly samples: number;
  readonly tree: ProfileTree;
  readonly functions: readonly (FunctionRow | ChangedFunction)[];
  readonly prunedNodes: number;
  readonly omittedStacks: number;
  readonly omittedValue: number;
  /** Where two are compared. */
  readonly baseSamples?: number;
}

interface ProfileViewProps {
  readonly shown: Shown;
  readonly onLines?: (frame: ProfileFrame) => void;
  /** Below the functions. */
  readonly children?: ReactNode;
}

/** The flame graph, and beside it the functions. */
export function ProfileView({ shown, onLines, children }: ProfileViewProps) {
  const t = useText();
  const [find, setFind] = useState("");
  const { unit, total, samples, tree, functions, prunedNodes, omittedStacks, omittedValue } = shown;
  const format = useMemo(() => profileFormat(unit), [unit]);
  const notes = [
    t("samples", { count: formatInteger(samples) }),
    ...(prunedNodes > 0 ? [t("pruned", { count: formatInteger(prunedNodes) })] : []),
    ...(omittedStacks > 0
      ? [
          t("omitted", {
            count: formatInteger(omittedStacks),
            share: formatPercent(total === 0 ? 0 : omittedValue / total),
          }),
        ]
      : []),
  ];
  return (
    <div className={styles.split}>
      <FlamePanel tree={tree} format={format} find={find} onFind={setFind} onLines={onLines} notes={notes} />
      <div className={styles.side}>
        {children}
        <Panel title={t("functions")} fill note={<small className={styles.quiet}>{format(total)}</small>}>
          <FunctionTable
            rows={functions}
            total={total}
            format={format}
            onOpen={(row) => {
              setFind(row.function);
              if (row.file !== "") onLines?.(row);
            }}
          />
        </Panel>
      </div>
    </div>
  );
}
