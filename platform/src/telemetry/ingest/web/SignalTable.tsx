import { formatInteger, formatRate, type OutputOf } from "@naru/ui";
import type { ingestStatus } from "../api.ts";
import styles from "./Ingest.module.css";
import { useText } from "./messages.ts";

type Signals = OutputOf<typeof ingestStatus>["signals"];

export function SignalTable({ signals }: { readonly signals: Signals }) {
  const t = useText();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {(["signal", "perSecond", "received", "stored", "waiting", "rejected"] as const).map((column) => (
              <th key={column}>{t(column)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {signals.map(({ signal, received, stored, rejected, perSecond }) => (
            <tr key={signal}>
              <td>{t(signal)}</td>
              <td>{formatRate(perSecond)}</td>
              <td>{formatInteger(received)}</td>
              <td>{formatInteger(stored)}</td>
              <td>{formatInteger(Math.max(0, received - stored))}</td>
              <td>{formatInteger(rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
