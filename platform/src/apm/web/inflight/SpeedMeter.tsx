import { Answer, Empty, formatInteger, Panel, ServiceName, Skeleton, useCall } from "@naru/ui";
import { ageClasses, inFlight } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "./InFlight.module.css";
import { InFlightList } from "./InFlightList.tsx";
import { byService } from "./meters.ts";

/** How many transactions each service has under way, by how long already, and which they are. */
export function SpeedMeter({ service }: { readonly service: string }) {
  const t = useText();
  const answer = useCall(inFlight, { service, limit: 200 }, { live: "always" });
  const isReporting = (answer.data?.reporting.length ?? 0) > 0;
  const total = answer.data?.meters.flatMap(({ ages }) => ages).reduce((sum, n) => sum + n, 0);
  return (
    <Panel
      title={t("inFlight")}
      note={isReporting && total !== undefined && <b>{formatInteger(total)}</b>}
      fill
    >
      <Answer of={answer} skeleton={<Skeleton height={180} />}>
        {({ meters, transactions, abandoned, reporting }) =>
          reporting.length === 0 ? (
            <Empty title={t("notReporting")}>
              <p>{t("howToReport")}</p>
            </Empty>
          ) : (
            <div className={styles.scroll}>
              <AgeLegend />
              <ul className={styles.meters}>
                {byService(meters, service === "" ? reporting : [service]).map(({ name, ages, pods }) => (
                  <li key={name}>
                    <ServiceName name={name} />
                    <Ages ages={ages} most={10} />
                    {pods.length > 1 && (
                      <ul className={styles.pods}>
                        {pods.map(({ pod, ages }) => (
                          <li key={pod}>
                            <span>{pod}</span>
                            <Ages ages={ages} most={10} />
                          </li>
                        ))}
                      </ul>
                    )}
                  </li>
                ))}
              </ul>
              {transactions.length > 0 && <InFlightList title={t("inFlight")} rows={transactions} />}
              {abandoned.length > 0 && (
                <InFlightList title={t("abandoned")} note={t("abandonedHelp")} rows={abandoned} />
              )}
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}

/** Names of the age classes, youngest first. */
export function useAgeNames(): readonly string[] {
  const t = useText();
  return [0, ...ageClasses].map((from, i) => {
    const to = ageClasses[i];
    if (to === undefined) return t("over", { seconds: from });
    return i === 0 ? t("under", { seconds: to }) : t("between", { from, to });
  });
}

function AgeLegend() {
  const names = useAgeNames();
  return (
    <p className={styles.legend} aria-hidden>
      {names.map((name, age) => (
        <span key={name}>
          <i data-age={age} /> {name}
        </span>
      ))}
    </p>
  );
}

interface AgesProps {
  readonly ages: readonly number[];
  /** As many fill the bar; more of them share it. */
  readonly most: number;
}

function Ages({ ages, most }: AgesProps) {
  const names = useAgeNames();
  const total = ages.reduce((sum, n) => sum + n, 0);
  const end = Math.max(most, total);
  const told = ages.flatMap((n, age) => (n === 0 ? [] : [`${names[age]}: ${n}`])).join(", ");
  return (
    <span className={styles.ages} title={told}>
      <span className={styles.bar} aria-hidden>
        {ages.map((n, age) => (
          // oxlint-disable-next-line react/no-array-index-key -- the classes are what they are, in their order
          <i key={age} data-age={age} style={{ width: `${(100 * n) / end}%` }} />
        ))}
      </span>
      <b aria-label={told}>{formatInteger(total)}</b>
    </span>
  );
}
