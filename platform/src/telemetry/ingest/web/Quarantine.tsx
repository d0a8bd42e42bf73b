import {
  CopyButton,
  formatBytes,
  formatInstant,
  formatInteger,
  type OutputOf,
  Panel,
  useZone,
} from "@naru/ui";
import type { ingestStatus } from "../api.ts";
import styles from "./Ingest.module.css";
import { useText } from "./messages.ts";

type Status = OutputOf<typeof ingestStatus>;

export function Refused({ refused }: Pick<Status, "refused">) {
  const t = useText();
  return (
    <Panel title={t("refused")}>
      {refused.length === 0 && <p className={styles.note}>{t("refusedNone")}</p>}
      {refused.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t("reason")}</th>
              <th>{t("requests")}</th>
            </tr>
          </thead>
          <tbody>
            {refused.map(({ reason, requests }) => (
              <tr key={reason}>
                <td>{reason}</td>
                <td>{formatInteger(requests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

export function Quarantine({ quarantine }: Pick<Status, "quarantine">) {
  const t = useText();
  const [zone] = useZone();
  return (
    <Panel title={t("quarantine")} note={<span>{formatInteger(quarantine.requests)}</span>}>
      <p className={styles.note}>{quarantine.requests === 0 ? t("quarantineNone") : t("quarantineHelp")}</p>
      {quarantine.recent.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t("time")}</th>
                <th className={styles.text}>{t("signal")}</th>
                <th>{t("size")}</th>
                <th className={styles.text}>{t("reason")}</th>
                <th className={styles.text}>{t("file")}</th>
              </tr>
            </thead>
            <tbody>
              {quarantine.recent.map(({ time, signal, bytes, reason, file }) => (
                <tr key={file}>
                  <td>{formatInstant(time, zone)}</td>
                  <td className={styles.text}>{t(signal)}</td>
                  <td>{formatBytes(bytes)}</td>
                  <td className={styles.long}>{reason}</td>
                  <td className={styles.long}>
                    <code>{file}</code> <CopyButton text={file} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
