import {
  Answer,
  Badge,
  formatBytes,
  formatDuration,
  formatRate,
  Page,
  Panel,
  Skeleton,
  Tiles,
  useCall,
  type OutputOf,
} from "@naru/ui";
import { ingestStatus } from "../api.ts";
import { useText } from "./messages.ts";
import { Quarantine, Refused } from "./Quarantine.tsx";
import SendData from "./SendData.tsx";
import { SignalTable } from "./SignalTable.tsx";
import styles from "./Ingest.module.css";

type Status = OutputOf<typeof ingestStatus>;

export default function IngestPage() {
  const t = useText();
  const status = useCall(ingestStatus, {}, { live: true });
  return (
    <Page title={t("title")} scroll>
      <Answer of={status} skeleton={<Skeleton height={320} />}>
        {(data) => (
          <>
            <StatusTiles status={data} />
            <Panel title={t("signals")} note={<span>{t("sinceStart")}</span>}>
              <SignalTable signals={data.signals} />
            </Panel>
            <div className={styles.columns}>
              <Refused refused={data.refused} />
              <Quarantine quarantine={data.quarantine} />
            </div>
            <Panel title={t("send")}>
              <SendData />
            </Panel>
          </>
        )}
      </Answer>
    </Page>
  );
}

function StatusTiles({ status: { signals, engine, log } }: { readonly status: Status }) {
  const t = useText();
  return (
    <Tiles
      tiles={[
        ...signals.map(({ signal, perSecond }) => ({ label: t(signal), value: formatRate(perSecond) })),
        {
          label: t("engine"),
          value: (
            <Badge tone={engine.ready ? "good" : "bad"}>
              {engine.ready ? t("engineReady") : t("engineNotReady")}
            </Badge>
          ),
          note: engine.ready ? t("restarts", { count: engine.restarts }) : engine.message,
        },
        {
          label: t("journal"),
          value: formatBytes(log.bytes),
          note: t("journalNote", {
            limit: formatBytes(log.limitBytes),
            age: formatDuration(log.oldestSeconds * 1e9),
          }),
        },
      ]}
    />
  );
}
