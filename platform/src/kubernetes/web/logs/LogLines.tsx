import { Button, formatInteger, formatInstant, icons, useVirtualRows, useZone } from "@naru/ui";
import { useEffect, useRef, useState } from "react";
import type { Level } from "./level.ts";
import type { Line } from "./lines.ts";
import styles from "./Logs.module.css";
import { marked } from "./marked.ts";
import { useLogText } from "./messages.ts";

export const levels = ["error", "warn", "info", "debug"] as const satisfies readonly Level[];

interface LogLinesProps {
  readonly lines: readonly Line[];
  readonly look: { readonly wrap: boolean; readonly times: boolean; readonly find: string };
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
}

const LINE_HEIGHT = 20;

/** Lines, the newest at the end. Whoever scrolls up stays where they are; at the end the log is followed again. */
export function LogLines({ lines, look, following, onFollow }: LogLinesProps) {
  const t = useLogText();
  const scroller = useRef<HTMLDivElement>(null);
  const { items, height, scrollTo, measure } = useVirtualRows(scroller, lines.length, LINE_HEIGHT, {
    measured: look.wrap,
    keyOf: (index) => String(lines[index]?.number ?? index),
  });
  const last = lines.at(-1)?.number ?? 0;
  // What was last when the reader stopped following.
  const [mark, setMark] = useState({ following, last });
  if (mark.following !== following) setMark({ following, last });
  useEffect(() => {
    if (following) scrollTo(lines.length - 1);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- wrapped lines grow when they are measured
  }, [following, last, lines.length, height, scrollTo]);
  const unseen = following ? 0 : last - mark.last;
  return (
    <div className={styles.frame}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- scrolling is what it listens to */}
      <div
        ref={scroller}
        className={styles.lines}
        role="log"
        aria-live="off"
        aria-label={t("log")}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && following && onFollow(false)}
        onKeyDown={(event) => {
          if (["ArrowUp", "PageUp", "Home"].includes(event.key)) onFollow(false);
          if (event.key === "End") onFollow(true);
        }}
        onTouchMove={() => following && onFollow(false)}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          if (!following && scrollHeight - scrollTop - clientHeight < 2) onFollow(true);
        }}
      >
        <div className={styles.space} style={{ height }}>
          {items.map(({ index, start }) => {
            const line = lines[index];
            return (
              line !== undefined && (
                <div
                  key={line.number}
                  ref={measure}
                  data-index={index}
                  className={styles.line}
                  data-level={line.level || undefined}
                  data-wrap={look.wrap || undefined}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {look.times && <Time time={line.time} />}
                  <Text text={line.text} find={look.find} />
                </div>
              )
            );
          })}
        </div>
      </div>
      {unseen > 0 && (
        <div className={styles.unseen}>
          <Button small look="primary" onClick={() => onFollow(true)}>
            <icons.IconArrowDown size={14} aria-hidden />
            {t("unseen", { lines: formatInteger(unseen) })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Time({ time }: { readonly time: string }) {
  const [zone] = useZone();
  const at = Date.parse(time);
  if (Number.isNaN(at)) return <time />;
  return <time title={time}>{formatInstant(at, zone, "milli", "clock")}</time>;
}

function Text({ text, find }: { readonly text: string; readonly find: string }) {
  return (
    <span>
      {marked(text, find).map(({ text: part, isMatch }, i) =>
        // oxlint-disable-next-line react/no-array-index-key -- pieces of one text have no other identity
        isMatch ? <mark key={i}>{part}</mark> : part,
      )}
    </span>
  );
}
