import { formatPercent } from "@naru/ui";
import { type ProfileTree, shareAt } from "./faces.ts";
import { placeOf, signed } from "./frames.ts";
import { useText } from "./messages.ts";
import styles from "./Profiles.module.css";

interface TooltipProps {
  readonly tree: ProfileTree;
  readonly format: (value: number) => string;
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is known of the node below the pointer. */
export function Tooltip({ tree, node, format, x, y, width, height }: TooltipProps) {
  const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 };
  const end = y > height / 2 ? { bottom: height - y + 12 } : { top: y + 14 };
  return (
    <div className={styles.tooltip} style={{ ...side, ...end }} aria-hidden>
      <NodeFacts tree={tree} node={node} format={format} />
    </div>
  );
}

type NodeFactsProps = Pick<TooltipProps, "tree" | "node" | "format">;

export function NodeFacts({ tree, node, format }: NodeFactsProps) {
  const t = useText();
  const index = tree.frame[node] ?? -1;
  const frame = tree.frames[index];
  const name = frame?.function ?? (index === -1 ? t("all") : t("otherNode"));
  return (
    <>
      <b>{name}</b>
      {frame !== undefined && <span title={frame.file}>{placeOf(frame)}</span>}
      <dl>
        <dt>{t("total")}</dt>
        <dd>
          {format(tree.total[node] ?? 0)} · {formatPercent(shareAt(tree.total, node))}
        </dd>
        <dt>{t("self")}</dt>
        <dd>{format(tree.self[node] ?? 0)}</dd>
        {tree.baseTotal !== undefined && (
          <>
            <dt>{t("before")}</dt>
            <dd>
              {format(tree.baseTotal[node] ?? 0)} · {formatPercent(shareAt(tree.baseTotal, node))}
            </dd>
            <dt>{t("change")}</dt>
            <dd>{signed(shareAt(tree.total, node) - shareAt(tree.baseTotal, node))}</dd>
          </>
        )}
      </dl>
    </>
  );
}
