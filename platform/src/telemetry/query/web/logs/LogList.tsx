import { Button, formatInstant, useShortcuts, useSize, useVirtualRows, useZone } from "@naru/ui";
import { useEffect, useRef, useState } from "react";
import type { LogRow } from "../../api.ts";
import { LogContext } from "./LogContext.tsx";
import { LogDetail } from "./LogDetail.tsx";
import { LogLine, tracksOf, type LineLook } from "./LogLine.tsx";
import styles from "./Logs.module.css";
import { useText } from "./messages.ts";

interface LogListProps {
  readonly logs: readonly LogRow[];
  readonly look?: LineLook;
  readonly onFilter?: (key: string, operator: "=" | "!=", value: string) => void;
  readonly onEnd?: (() => void) | undefined;
  /** How many lines have arrived above the ones shown. */
  readonly waiting?: number;
  /** Whether the reader has left the top. */
  readonly onAway?: (away: boolean) => void;
}

const LINE_HEIGHT = 27;
const PLAIN: LineLook = { columns: [], wrap: false, words: [] };

export function LogList({ logs, look = PLAIN, onFilter, onEnd, onAway, waiting = 0 }: LogListProps) {
  const t = useText();
  const [zone] = useZone();
  const dayOf = (log: LogRow | undefined) => log && formatInstant(log.timeUnixNano, zone, "day");
  const scroller = useRef<HTMLDivElement>(null);
  const [measureWidth, { width }] = useSize();
  const narrow = width > 0 && width < 640;
  const dated = dayOf(logs[0]) !== dayOf(logs.at(-1));
  const [at, setAt] = useState(-1);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [around, setAround] = useState<string>();
  const { items, height, scrollTo, measure } = useVirtualRows(scroller, logs.length, LINE_HEIGHT, {
    measured: true,
    keyOf: (index) => logs[index]?.id ?? String(index),
    top: 31,
  });
  const last = items.at(-1)?.index;
  useEffect(() => {
    if (last !== undefined && last >= logs.length - 1) onEnd?.();
  }, [last, logs.length, onEnd]);

  const toggle = (id: string) => {
    const next = new Set(expanded);
    if (!next.delete(id)) next.add(id);
    setExpanded(next);
  };
  const move = (step: number) => {
    const next = Math.min(Math.max(at + step, 0), logs.length - 1);
    setAt(next);
    scrollTo(next);
  };
  const current = logs[at];
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    ...(current === undefined
      ? {}
      : { Enter: () => toggle(current.id), Escape: () => setExpanded(new Set()) }),
  });

  return (
    <div className={styles.frame}>
      {waiting > 0 && (
        <div className={styles.waiting}>
          <Button
            small
            look="primary"
            onClick={() => {
              if (scroller.current !== null) scroller.current.scrollTop = 0;
            }}
          >
            {t("newLines", { count: waiting })}
          </Button>
        </div>
      )}
      <div
        ref={scroller}
        className={styles.list}
        role="log"
        aria-live="off"
        onScroll={(event) => onAway?.(event.currentTarget.scrollTop > LINE_HEIGHT)}
      >
        <div
          ref={measureWidth}
          className={`${styles.summary} ${styles.head}`}
          style={tracksOf(look.columns, narrow, dated)}
        >
          <span style={{ paddingLeft: 11 }}>{t("severity")}</span>
          <span>{t("time")}</span>
          {!narrow && <span>{t("service")}</span>}
          {!narrow && look.columns.map((key) => <span key={key}>{key}</span>)}
          <span>{t("body")}</span>
        </div>
        <div className={styles.space} style={{ height }}>
          {items.map(({ index, start, key }) => {
            const log = logs[index];
            if (log === undefined) return null;
            const open = expanded.has(log.id);
            return (
              <div
                key={String(key)}
                ref={measure}
                data-index={index}
                data-at={index === at || undefined}
                className={styles.line}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogLine
                  log={log}
                  look={look}
                  narrow={narrow}
                  dated={dated}
                  expanded={open}
                  onToggle={() => toggle(log.id)}
                />
                {open && <LogDetail log={log} onFilter={onFilter} onContext={() => setAround(log.id)} />}
              </div>
            );
          })}
        </div>
        {around !== undefined && <LogContext id={around} onClose={() => setAround(undefined)} />}
      </div>
    </div>
  );
}
