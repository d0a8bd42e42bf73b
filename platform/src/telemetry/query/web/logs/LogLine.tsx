import { formatInstant, ServiceName, useZone } from "@naru/ui";
import type { CSSProperties } from "react";
import type { LogRow } from "../../api.ts";
import { cutAt } from "./highlight.ts";
import styles from "./Logs.module.css";
import { useText } from "./messages.ts";
import { SEVERITY_COLORS, severityOf } from "./severity.ts";

export interface LineLook {
  /** Attribute keys shown as columns. */
  readonly columns: readonly string[];
  readonly wrap: boolean;
  /** Texts to mark. */
  readonly words: readonly string[];
}

/** Tracks of a line: severity, time, service, chosen attributes, message. */
export function tracksOf(columns: readonly string[], narrow: boolean, dated = false): CSSProperties {
  const chosen = columns.map(() => "minmax(90px, 150px)").join(" ");
  return {
    gridTemplateColumns: narrow
      ? "54px 62px minmax(0, 1fr)"
      : `74px ${dated ? 186 : 142}px minmax(80px, 130px) ${chosen} minmax(0, 1fr)`,
  };
}

interface LogLineProps {
  readonly log: LogRow;
  readonly look: LineLook;
  readonly narrow: boolean;
  /** Whether the date stands before the time: the lines are of more than one day. */
  readonly dated?: boolean;
  readonly expanded: boolean;
  readonly onToggle: () => void;
}

export function LogLine({ log, look, narrow, dated = false, expanded, onToggle }: LogLineProps) {
  const t = useText();
  const [zone] = useZone();
  const severity = severityOf(log.severityNumber);
  const clock = formatInstant(log.timeUnixNano, zone, "nano", "clock");
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={expanded}
      className={styles.summary}
      style={tracksOf(look.columns, narrow, dated)}
      onClick={onToggle}
    >
      <span className={styles.severity} title={log.severityText}>
        <i style={{ background: SEVERITY_COLORS[severity] }} />
        {t(`severity_${severity}`)}
      </span>
      <time className={styles.time} title={formatInstant(log.timeUnixNano, zone, "nano")}>
        {dated && !narrow && `${formatInstant(log.timeUnixNano, zone, "day").slice(5)} `}
        {narrow ? clock.slice(0, 8) : clock.slice(0, 12)}
        {!narrow && <small>{clock.slice(12)}</small>}
      </time>
      {!narrow && (
        <span className={styles.service}>
          <ServiceName name={log.service} />
        </span>
      )}
      {!narrow && look.columns.map((key) => <span key={key}>{valueOf(log, key)}</span>)}
      <span className={styles.body} data-wrap={look.wrap || undefined}>
        {cutAt(log.body === "" ? log.eventName : log.body, look.words).map(({ text, match }, i) =>
          // oxlint-disable-next-line react/no-array-index-key -- pieces of one text have no other identity
          match ? <mark key={i}>{text}</mark> : text,
        )}
      </span>
    </button>
  );
}

function valueOf(log: LogRow, key: string): string {
  const known = log.attributes.find((one) => one.key === key) ?? log.resource.find((one) => one.key === key);
  return known?.value ?? "";
}
