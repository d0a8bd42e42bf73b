import { Button, CopyButton, formatInteger, formatPercent, Panel, SearchField } from "@naru/ui";
import { useMemo, useState } from "react";
import type { ProfileFrame } from "../../api.ts";
import { isFound } from "./faces.ts";
import { FlameGraph, type FlameProps } from "./FlameGraph.tsx";
import { origins, textOf } from "./frames.ts";
import { layOut, shareOf } from "./layout.ts";
import { useText } from "./messages.ts";
import styles from "./Profiles.module.css";
import { NodeFacts } from "./Tooltip.tsx";

interface FlamePanelProps extends Pick<FlameProps, "tree" | "format"> {
  readonly find: string;
  readonly onFind: (find: string) => void;
  readonly onLines?: ((frame: ProfileFrame) => void) | undefined;
  /** Told beside the title: what was left out. */
  readonly notes: readonly string[];
}

export function FlamePanel({ tree, format, find, onFind, onLines, notes }: FlamePanelProps) {
  const t = useText();
  // A node means something in its own tree only.
  const [at, setAt] = useState({ tree, zoomed: 0, focused: 0 });
  const { zoomed, focused } = at.tree === tree ? at : { zoomed: 0, focused: 0 };
  const move = (change: { zoomed?: number; focused?: number }) =>
    setAt((now) => ({ ...(now.tree === tree ? now : { tree, zoomed: 0, focused: 0 }), ...change }));
  const sought = find.trim().toLowerCase();
  const share = useMemo(() => {
    if (sought === "") return undefined;
    return shareOf(layOut(tree), (node) => {
      const frame = tree.frames[tree.frame[node] ?? -1];
      return frame !== undefined && isFound(frame, sought);
    });
  }, [tree, sought]);
  const frame = tree.frames[tree.frame[focused] ?? -1];
  const total = format(tree.total[0] ?? 0);
  return (
    <Panel
      title={t("flame")}
      fill
      note={notes.length > 0 ? <small className={styles.quiet}>{notes.join(" · ")}</small> : undefined}
      actions={
        <>
          {share !== undefined && <output>{t("found", { share: formatPercent(share) })}</output>}
          <SearchField label={t("find")} value={find} onChange={onFind} slash />
          {zoomed > 0 && (
            <Button small onClick={() => setAt({ tree, zoomed: 0, focused: 0 })}>
              {t("reset")}
            </Button>
          )}
        </>
      }
    >
      <FlameGraph
        tree={tree}
        label={t("flameLabel", { total, count: formatInteger(tree.parents.length) })}
        find={sought}
        zoomed={zoomed}
        focused={focused}
        onZoom={(zoomed) => move({ zoomed })}
        onFocus={(focused) => move({ focused })}
        format={format}
      />
      <footer className={styles.facts} aria-live="polite">
        <NodeFacts tree={tree} node={focused} format={format} />
        {frame !== undefined && (
          <span className={styles.factActions}>
            <CopyButton text={textOf(frame)} label={t("copy")} />
            {onLines !== undefined && frame.file !== "" && (
              <Button small onClick={() => onLines(frame)}>
                {t("showLines")}
              </Button>
            )}
          </span>
        )}
      </footer>
      <FlameLegend isCompared={tree.baseTotal !== undefined} />
    </Panel>
  );
}

const COLOURS = { own: 0, dependency: 3, runtime: 7, native: 1 } as const;

function FlameLegend({ isCompared }: { readonly isCompared: boolean }) {
  const t = useText();
  const entries = isCompared
    ? ([
        ["more", "+", 5],
        ["less", "−", 0],
      ] as const)
    : origins.map((origin) => [origin, "", COLOURS[origin]] as const);
  return (
    <ul className={styles.legend}>
      {entries.map(([name, sign, series]) => (
        <li key={name}>
          <i style={{ background: `var(--series-${series})` }} aria-hidden />
          {sign} {t(name)}
        </li>
      ))}
      {isCompared && <li>{t("widths")}</li>}
    </ul>
  );
}
