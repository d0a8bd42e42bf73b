import { Button, CopyButton, formatInstant, icons, PageLink, pathTo, useZone } from "@naru/ui";
import type { Attribute, LogRow } from "../../api.ts";
import { AttributeList, prettyJson } from "../AttributeList.tsx";
import styles from "./Logs.module.css";
import { useText } from "./messages.ts";

interface LogDetailProps {
  readonly log: LogRow;
  readonly onFilter?: ((key: string, operator: "=" | "!=", value: string) => void) | undefined;
  readonly onContext?: (() => void) | undefined;
}

export function LogDetail({ log, onFilter, onContext }: LogDetailProps) {
  const t = useText();
  const [zone] = useZone();
  const filter =
    onFilter === undefined
      ? {}
      : { onFilter: ({ key, value }: Attribute, operator: "=" | "!=") => onFilter(key, operator, value) };
  return (
    <div className={styles.detail}>
      <div className={styles.actions}>
        {log.traceId !== "" && (
          <PageLink to={pathTo("/traces", log.traceId)} search={{ span: log.spanId }}>
            {t("trace")}
          </PageLink>
        )}
        {onContext !== undefined && (
          <Button small onClick={onContext}>
            <icons.IconList size={14} /> {t("context")}
          </Button>
        )}
        <CopyButton text={log.body} />
        <span className={styles.note}>
          {formatInstant(log.timeUnixNano, zone, "nano")} · {t("observed")}{" "}
          {formatInstant(log.observedTimeUnixNano, zone, "milli", "clock")}
          {log.eventName !== "" && ` · ${t("event")} ${log.eventName}`}
          {log.scope !== "" && ` · ${t("scope")} ${log.scope}`}
        </span>
      </div>
      <pre>{prettyJson(log.body)}</pre>
      <div className={styles.groups}>
        <section>
          <h3>{t("attributes")}</h3>
          <AttributeList attributes={log.attributes} {...filter} />
        </section>
        <section>
          <h3>{t("resource")}</h3>
          <AttributeList attributes={log.resource} {...filter} />
        </section>
      </div>
    </div>
  );
}
