import {
  Answer,
  Badge,
  formatBytes,
  formatInteger,
  type OutputOf,
  Page,
  Panel,
  Skeleton,
  Tiles,
  useCall,
  useUrlState,
} from "@naru/ui";
import { listSessions } from "../../api.ts";
import { History } from "../History.tsx";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";
import { STATE } from "../target.ts";
import { Applications } from "./Applications.tsx";
import { NoSessions } from "./NoSessions.tsx";
import { Outages } from "./Outages.tsx";
import { Stores } from "./Stores.tsx";

type Listed = OutputOf<typeof listSessions>;

/** Where users' sessions are, how many there are, and what happened to them. */
export default function SessionsPage() {
  const t = useText();
  const [{ user }] = useUrlState(STATE);
  const answer = useCall(listSessions, {}, { live: "always" });
  return (
    <Page title={t("sessions")} scroll>
      <Answer of={answer} skeleton={<Skeleton height={420} />}>
        {(listed) => (
          <>
            <Summary listed={listed} />
            <Notices listed={listed} />
            {listed.applications.length === 0 ? (
              <Panel>
                <NoSessions hasStores={listed.stores.length > 0} />
              </Panel>
            ) : (
              <>
                <Panel title={t("applications")}>
                  {user !== "" && (
                    <p role="status" className={styles.note}>
                      {t("openFor", { user })}
                    </p>
                  )}
                  <Applications rows={listed.applications} user={user} at={listed.at} />
                </Panel>
                <History
                  expression="sum by (namespace, application) (naru_sessions)"
                  legend="{{namespace}}/{{application}}"
                />
              </>
            )}
            {listed.stores.length > 0 && (
              <>
                <Panel title={t("stores")}>
                  <Stores rows={listed.stores} at={listed.at} />
                </Panel>
                <Outages />
              </>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

function Summary({ listed: { applications, stores } }: { readonly listed: Listed }) {
  const t = useText();
  const sum = (of: "sessions" | "signedIn" | "bytes") =>
    applications.reduce((total, { census }) => total + (census?.[of] ?? 0), 0);
  const up = stores.filter(({ isUp }) => isUp).length;
  return (
    <Tiles
      tiles={[
        { label: t("sessions"), value: formatInteger(sum("sessions")) },
        { label: t("signedIn"), value: formatInteger(sum("signedIn")) },
        { label: t("memory"), value: formatBytes(sum("bytes")) },
        {
          label: t("storesUp"),
          value: (
            <Badge tone={up === stores.length ? "good" : "bad"}>
              {up} / {stores.length}
            </Badge>
          ),
        },
      ]}
    />
  );
}

/** What is not in the list, and why. */
function Notices({ listed: { clusters, undeclared } }: { readonly listed: Listed }) {
  const t = useText();
  const away = clusters.filter(({ error }) => error !== null);
  return (
    <>
      {away.length > 0 && (
        <p role="status" className={styles.note}>
          <Badge tone="warn">{away.map(({ cluster }) => cluster).join(", ")}</Badge> {t("awayClusters")}
        </p>
      )}
      {undeclared.length > 0 && (
        <section aria-label={t("unfit")}>
          <p className={styles.note}>
            <Badge tone="bad">{t("unfit")}</Badge>
          </p>
          <ul className={styles.problems}>
            {undeclared.map(({ cluster, namespace, name, reason, value, message, help }) => (
              <li key={`${cluster}/${namespace}/${name}`}>
                <b>
                  {namespace}/{name}
                </b>{" "}
                {reason === "failed" ? `${message} ${help}` : t(`unfit_${reason}`, { value })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
