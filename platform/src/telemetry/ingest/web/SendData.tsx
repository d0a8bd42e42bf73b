import { CopyButton, Segments, useCall } from "@naru/ui";
import { useState } from "react";
import { whoAmI } from "#identity/api.ts";
import styles from "./Ingest.module.css";
import { useText } from "./messages.ts";
import { RUNTIMES, snippetFor, type Runtime } from "./snippets.ts";

interface SendDataProps {
  /** Stands in for rows that are not there, rather than on a page of its own. */
  readonly empty?: boolean;
}

export default function SendData({ empty = false }: SendDataProps) {
  const t = useText();
  const { data } = useCall(whoAmI, {});
  const [runtime, setRuntime] = useState<Runtime>("Node.js");
  if (data === undefined) return null;
  const snippet = snippetFor(runtime, data.otlp.http);
  return (
    <div className={empty ? `${styles.send} ${styles.empty}` : styles.send}>
      {empty && (
        <div>
          <h2>{t("emptyTitle")}</h2>
          <p>{t("emptyHelp")}</p>
        </div>
      )}
      <p>{t("sendHelp")}</p>
      <dl className={styles.endpoints}>
        {(["http", "grpc"] as const).map((protocol) => (
          <div key={protocol}>
            <dt>{t(protocol)}</dt>
            <dd>
              <code>{data.otlp[protocol]}</code> <CopyButton text={data.otlp[protocol]} />
            </dd>
          </div>
        ))}
      </dl>
      <div>
        <Segments
          label={t("send")}
          value={runtime}
          options={RUNTIMES.map((value) => ({ value, label: value }))}
          onChange={setRuntime}
        />
      </div>
      <div className={styles.code}>
        <pre>{snippet}</pre>
        <CopyButton text={snippet} />
      </div>
    </div>
  );
}
