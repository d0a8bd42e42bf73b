import { formatDuration, PageLink, pathTo, type OutputOf } from "@naru/ui";
import type { getSpan } from "../../api.ts";
import { AttributeList } from "../AttributeList.tsx";
import { Section } from "./Section.tsx";
import { useText } from "./messages.ts";
import styles from "./Trace.module.css";

type Span = OutputOf<typeof getSpan>;

interface SpanEventsProps {
  readonly events: Span["eventList"];
  /** When the span started, in nanoseconds since 1970. */
  readonly start: string;
  readonly dropped: number;
}

export function SpanEvents({ events, start, dropped }: SpanEventsProps) {
  const t = useText();
  if (events.length === 0 && dropped === 0) return null;
  return (
    <Section title={t("events")} dropped={dropped}>
      <ol>
        {events.map(({ timeUnixNano, name, attributes }) => (
          <li
            key={`${timeUnixNano} ${name}`}
            className={styles.event}
            data-bad={name === "exception" || undefined}
          >
            <time>+{formatDuration(Number(BigInt(timeUnixNano) - BigInt(start)))}</time>
            {name}
            <AttributeList attributes={attributes} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

interface SpanLinksProps {
  readonly links: Span["linkList"];
  readonly dropped: number;
}

export function SpanLinks({ links, dropped }: SpanLinksProps) {
  const t = useText();
  if (links.length === 0 && dropped === 0) return null;
  return (
    <Section title={t("links")} dropped={dropped}>
      <ul>
        {links.map(({ traceId, spanId, attributes }) => (
          <li key={`${traceId} ${spanId}`}>
            <PageLink to={pathTo("/traces", traceId)} search={{ span: spanId }}>
              <code>{traceId}</code>
            </PageLink>
            <AttributeList attributes={attributes} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
