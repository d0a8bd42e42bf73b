import { formatCount, formatDuration, icons, seriesColor } from "@naru/ui";
import type { Stretch } from "./critical-path.ts";
import { useText } from "./messages.ts";
import styles from "./Trace.module.css";
import type { SpanNode } from "./tree.ts";
import { barIn, type View } from "./view.ts";

interface SpanLineProps {
  readonly node: SpanNode;
  readonly top: number;
  readonly view: View;
  readonly ticks: readonly number[];
  readonly critical: readonly Stretch[] | undefined;
  readonly selected: boolean;
  readonly matches: boolean;
  readonly collapsed: boolean;
  readonly onToggle: () => void;
  readonly onSelect: () => void;
}

const INDENT = 12;
/** A chain of hundreds of calls must leave room for names. */
const DEEPEST = 14;

export function SpanLine({ node, top, view, ticks, critical, ...rest }: SpanLineProps) {
  const t = useText();
  const { span, place, depth, next, orphan, outside } = node;
  const below = next - place - 1;
  const { selected, matches, collapsed, onToggle, onSelect } = rest;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree around it takes the keys
    <div
      id={`span-${place}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={selected}
      aria-expanded={below > 0 ? !collapsed : undefined}
      className={styles.span}
      data-match={matches || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onSelect}
    >
      <div className={styles.label} style={{ paddingLeft: 6 + Math.min(depth, DEEPEST) * INDENT }}>
        {below > 0 ? (
          <button
            type="button"
            tabIndex={-1}
            className={styles.toggle}
            aria-label={collapsed ? t("expand") : t("collapse")}
            title={formatCount(below)}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            {collapsed ? <icons.IconChevronRight size={14} /> : <icons.IconChevronDown size={14} />}
          </button>
        ) : (
          <i className={styles.toggle} />
        )}
        <i className={styles.stripe} style={{ background: seriesColor(span.service) }} />
        {span.status === "error" && (
          <icons.IconCircleX size={14} className={styles.bad} aria-label={t("status_error")} />
        )}
        <b>{span.service}</b>
        <span title={span.name}>{span.name}</span>
        {(orphan || outside) && (
          <icons.IconAlertTriangle size={13} aria-label={orphan ? t("orphanHelp") : t("outsideHelp")} />
        )}
      </div>
      <Lane node={node} view={view} ticks={ticks} critical={critical} />
    </div>
  );
}

function Lane({ node, view, ticks, critical }: Pick<SpanLineProps, "node" | "view" | "ticks" | "critical">) {
  const { span, start, end } = node;
  const bar = barIn(view, start, end);
  return (
    <div className={styles.lane}>
      {ticks.map((tick) => (
        <i key={tick} className={styles.grid} style={{ left: `${barIn(view, tick, tick)?.left ?? -1}%` }} />
      ))}
      {bar !== undefined && (
        <>
          <i
            className={styles.bar}
            data-error={span.status === "error" || undefined}
            style={{ ...percent(bar), background: seriesColor(span.service) }}
          />
          {critical?.map((stretch) => {
            const place = barIn(view, stretch.from, stretch.to);
            return place && <i key={stretch.from} className={styles.critical} style={percent(place)} />;
          })}
          <span className={styles.took} {...labelPlace(bar)}>
            {formatDuration(span.durationNano)}
          </span>
        </>
      )}
    </div>
  );
}

function percent({ left, width }: { left: number; width: number }) {
  return { left: `${left}%`, width: `${width}%` };
}

/** Beside the bar where there is room: right of it, else left of it, else inside. */
function labelPlace({ left, width }: { left: number; width: number }) {
  const right = left + width;
  if (right < 86) return { style: { left: `${right}%` } };
  return left > 14
    ? { style: { right: `${100 - left}%` } }
    : { style: { right: `${100 - right}%` }, "data-inside": true };
}
