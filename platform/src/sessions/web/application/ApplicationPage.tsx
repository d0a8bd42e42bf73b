import {
  Answer,
  Empty,
  formatBytes,
  formatDuration,
  formatInteger,
  Page,
  Panel,
  Skeleton,
  Tiles,
  useCall,
  usePathParam,
} from "@naru/ui";
import { type ApplicationRow, listSessions } from "../../api.ts";
import { History } from "../History.tsx";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";
import { Bands } from "./Bands.tsx";
import { Found } from "./Found.tsx";

const NANOS = 1e6;
const ofMs = (ms: number) => formatDuration(ms * NANOS);

/** The sessions of one application. */
export default function ApplicationPage() {
  const t = useText();
  const [cluster, namespace, name] = [
    usePathParam("cluster"),
    usePathParam("namespace"),
    usePathParam("name"),
  ];
  const answer = useCall(listSessions, {}, { live: "always" });
  return (
    <Page
      title={name}
      parent={{ to: "/sessions", title: t("sessions") }}
      note={`${namespace} · ${cluster}`}

      scroll
    >
      <Answer of={answer} skeleton={<Skeleton height={420} />}>
        {({ applications }) => {
          const one = applications.find(
            (each) => each.cluster === cluster && each.namespace === namespace && each.name === name,
          );
          return one === undefined ? <Empty title={t("noLonger")} /> : <Shown application={one} />;
        }}
      </Answer>
    </Page>
  );
}

function Shown({ application }: { readonly application: ApplicationRow }) {
  const t = useText();
  const { census, layout, store, mostPerUser, cluster, namespace, name } = application;
  const labels = `cluster="${cluster}", namespace="${namespace}", application="${name}"`;
  return (
    <>
      <Tiles
        tiles={[
          { label: t("sessions"), value: census === null ? "–" : formatInteger(census.sessions) },
          { label: t("signedIn"), value: census === null ? "–" : formatInteger(census.signedIn) },
          {
            label: t("memory"),
            value: census === null ? "–" : formatBytes(census.bytes),
            ...(census !== null &&
              census.sessions > 0 && {
                note: `${formatBytes(census.bytes / census.sessions)} ${t("perSession")}`,
              }),
          },
          { label: t("library"), value: layout, note: store },
          { label: t("perUser"), value: mostPerUser === 0 ? t("anyNumber") : formatInteger(mostPerUser) },
        ]}
      />
      <History expression={`sum(naru_sessions{${labels}})`} legend={t("sessions")} />
      {census !== null && census.sessions > 0 && (
        <div className={styles.columns}>
          <Bands title={t("idle")} bands={census.idle} format={ofMs} library={layout} />
          <Bands title={t("age")} bands={census.age} format={ofMs} library={layout} />
          <Bands title={t("size")} bands={census.size} format={formatBytes} library={layout} />
        </div>
      )}
      {census !== null && census.looked < census.sessions && (
        <p className={styles.note}>{t("ofSample", { looked: formatInteger(census.looked) })}</p>
      )}
      <Panel title={t("find")}>
        <Found place={{ cluster, namespace, name }} />
      </Panel>
    </>
  );
}
