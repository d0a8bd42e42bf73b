import { CopyButton, Empty, useCall } from "@naru/ui";
import { whoAmI } from "#identity/api.ts";
import { useText } from "./messages.ts";
import styles from "./Profiles.module.css";

/** Nothing was profiled: how a program sends profiles. */
export function HowToSend() {
  const t = useText();
  const { data } = useCall(whoAmI, {});
  const address = data?.otlp.http ?? "http://localhost:4318";
  const ways = [
    [
      t("sendNode"),
      `OTEL_EXPORTER_OTLP_ENDPOINT=${address} NARU_PROFILES=on node --require @naru/agent-node app.js`,
    ],
    [t("sendPush"), `PYROSCOPE_SERVER_ADDRESS=${address}`],
    [t("sendCurl"), `curl --data-binary @cpu.pb.gz '${address}/ingest?name=my-service&format=pprof'`],
  ] as const;
  return (
    <Empty title={t("nothing")}>
      <p>{t("nothingHelp")}</p>
      <dl className={styles.ways}>
        {ways.map(([what, command]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <code>{command}</code> <CopyButton text={command} />
            </dd>
          </div>
        ))}
      </dl>
      <p>{t("sendOtlp")}</p>
    </Empty>
  );
}
