import { Age, Empty, formatInteger, type OutputOf, ServiceName } from "@naru/ui";
import type { inFlight } from "../../api.ts";
import { AgeBar, AgeLegend } from "./AgeBar.tsx";
import styles from "./InFlight.module.css";
import { InFlightList } from "./InFlightList.tsx";
import { useText } from "./messages.ts";
import { byService } from "./meters.ts";

type Now = OutputOf<typeof inFlight>;

interface SpeedMeterProps extends Omit<Now, "at"> {
  /** The one that is asked about; all of them when empty. */
  readonly service: string;
}

/** How many transactions each service has under way, by how long already, and which they are. */
export function SpeedMeter({ service, reporting, counted, ...told }: SpeedMeterProps) {
  const t = useText();
  const { meters, transactions, abandoned } = told;
  const known = service === "" ? reporting : reporting.filter((name) => name === service);
  if (known.length === 0 && counted.length === 0) {
    return (
      <Empty title={t("notReporting")}>
        <p>{t("howToReport")}</p>
      </Empty>
    );
  }
  return (
    <div className={styles.scroll}>
      {known.length > 0 && <AgeLegend />}
      <ul className={styles.meters}>
        {byService(meters, known).map(({ name, ages, pods }) => (
          <li key={name}>
            <ServiceName name={name} />
            <AgeBar ages={ages} />
            {pods.length > 1 && (
              <ul className={styles.pods}>
                {pods.map(({ pod, ages }) => (
                  <li key={pod}>
                    <span>{pod}</span>
                    <AgeBar ages={ages} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {counted.length > 0 && <Counted counted={counted} />}
      {transactions.length > 0 && <InFlightList title={t("inFlight")} rows={transactions} />}
      {abandoned.length > 0 && (
        <InFlightList title={t("abandoned")} note={t("abandonedHelp")} rows={abandoned} />
      )}
    </div>
  );
}

/** What programs say of themselves that tell of no single transaction. */
function Counted({ counted }: Pick<Now, "counted">) {
  const t = useText();
  return (
    <section aria-label={t("counted")}>
      <h3 className={styles.head}>
        {t("counted")} <small>{t("countedHelp")}</small>
      </h3>
      <ul className={styles.counted}>
        {counted.map(({ service, pod, requests, time }) => (
          <li key={`${service} ${pod}`}>
            <ServiceName name={service} />
            <span>{pod}</span>
            <small>
              <Age at={time} />
            </small>
            <b>{formatInteger(requests)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
