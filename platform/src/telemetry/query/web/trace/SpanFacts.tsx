import { Badge, formatDuration, formatInstant, useZone, type Tone } from "@naru/ui";
import { useText as useSharedText } from "../messages.ts";
import { useText } from "./messages.ts";
import styles from "./Trace.module.css";
import type { SpanNode } from "./tree.ts";

const TONES: Readonly<Record<string, Tone>> = { error: "bad", ok: "good" };

interface SpanFactsProps {
  readonly node: SpanNode;
  readonly ownNano: number;
}

export function SpanFacts({ node: { span, start, orphan, outside }, ownNano }: SpanFactsProps) {
  const t = useText();
  const shared = useSharedText();
  const [zone] = useZone();
  return (
    <dl className={styles.facts}>
      <dt>{shared("duration")}</dt>
      <dd>{formatDuration(span.durationNano)}</dd>
      <dt>{t("ownTime")}</dt>
      <dd title={t("ownTimeHelp")}>{formatDuration(ownNano)}</dd>
      <dt>{t("started")}</dt>
      <dd>
        {formatInstant(span.startTimeUnixNano, zone, "nano")} (
        {t("afterStart", { duration: formatDuration(start) })})
      </dd>
      <dt>{t("status")}</dt>
      <dd>
        <Badge tone={TONES[span.status] ?? "plain"}>{t(`status_${span.status}`)}</Badge>
      </dd>
      <dt>{t("kind")}</dt>
      <dd>
        {shared(`kind_${span.kind}`)} {orphan && <Badge tone="warn">{t("orphan")}</Badge>}
        {outside && (
          <span title={t("outsideHelp")}>
            <Badge tone="warn">{t("outside")}</Badge>
          </span>
        )}
      </dd>
    </dl>
  );
}
