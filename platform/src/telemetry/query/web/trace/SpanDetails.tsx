import {
  Answer,
  CopyButton,
  IconButton,
  LinkButton,
  icons,
  SearchField,
  ServiceName,
  Skeleton,
  useCall,
  useGo,
  condition,
} from "@naru/ui";
import { useState } from "react";
import { getSpan, type Attribute } from "../../api.ts";
import { AttributeList } from "../AttributeList.tsx";
import { useText } from "./messages.ts";
import { SpanEvents, SpanLinks } from "./SpanEvents.tsx";
import { Section } from "./Section.tsx";
import { SpanFacts } from "./SpanFacts.tsx";
import styles from "./Trace.module.css";
import type { SpanNode } from "./tree.ts";

interface SpanDetailsProps {
  readonly traceId: string;
  readonly node: SpanNode;
  readonly ownNano: number;
  readonly onClose: () => void;
}

export function SpanDetails({ traceId, node, ownNano, onClose }: SpanDetailsProps) {
  const t = useText();
  const go = useGo();
  const [find, setFind] = useState("");
  const { span } = node;
  const answer = useCall(getSpan, { traceId, spanId: span.spanId }, { keep: false });
  const matching = (attributes: readonly Attribute[]) =>
    attributes.filter(({ key, value }) => `${key}=${value}`.toLowerCase().includes(find.toLowerCase()));
  const filter = ({ key, value }: Attribute, operator: "=" | "!=") =>
    go({ to: "/traces", search: { filter: condition(key, operator, value) } });
  return (
    <aside className={styles.details} aria-label={span.name}>
      <header className={styles.detailsHead}>
        <h2>
          {span.name}
          <small>
            <ServiceName name={span.service} />
          </small>
        </h2>
        <CopyButton text={span.spanId} label={t("spanId")} />
        <IconButton small label={t("close")} keys="Esc" onClick={onClose}>
          <icons.IconX size={15} />
        </IconButton>
      </header>
      <div className={styles.detailsBody}>
        <SpanFacts node={node} ownNano={ownNano} />
        <p className={styles.profile}>
          <LinkButton to="/profiles" search={{ span: `${traceId}/${span.spanId}` }}>
            {t("profile")}
          </LinkButton>
        </p>
        <Answer of={answer} skeleton={<Skeleton height={180} />}>
          {(full) => (
            <>
              {full.codeLink !== null && (
                <a className={styles.codeLink} href={full.codeLink} target="_blank" rel="noreferrer">
                  {t("openCode")}
                </a>
              )}
              {full.statusMessage !== "" && <p className={styles.message}>{full.statusMessage}</p>}
              <SearchField label={t("findAttribute")} value={find} onChange={setFind} />
              <Section title={t("attributes")} dropped={full.droppedAttributes}>
                <AttributeList attributes={matching(full.attributes)} onFilter={filter} />
              </Section>
              <SpanEvents
                events={full.eventList}
                start={span.startTimeUnixNano}
                dropped={full.droppedEvents}
              />
              <SpanLinks links={full.linkList} dropped={full.droppedLinks} />
              <Section title={t("resource")}>
                <AttributeList attributes={matching(full.resource)} onFilter={filter} />
              </Section>
              {full.scope.name !== "" && (
                <Section title={t("scope")} note={`${full.scope.name} ${full.scope.version}`}>
                  <AttributeList attributes={matching(full.scope.attributes)} />
                </Section>
              )}
            </>
          )}
        </Answer>
      </div>
    </aside>
  );
}
