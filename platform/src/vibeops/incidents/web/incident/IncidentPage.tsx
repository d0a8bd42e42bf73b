import {
  absoluteRange,
  Answer,
  formatInstant,
  LinkButton,
  Badge,
  Page,
  PageLink,
  Panel,
  pathTo,
  Segments,
  Skeleton,
  useCall,
  usePathParam,
  useUrlState,
  useZone,
} from "@naru/ui";
import { getIncident, type IncidentDetail, type IncidentRow } from "../../api.ts";
import { DiagnosisView } from "../diagnosis/DiagnosisView.tsx";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { useSay } from "../words.ts";
import { Actions } from "./Actions.tsx";
import { Notes } from "./Notes.tsx";
import { Similar } from "./Similar.tsx";
import { Standing } from "./Standing.tsx";
import { Timeline } from "./Timeline.tsx";
import { VerdictForm } from "./VerdictForm.tsx";

/** One incident: what is wrong, why, since when, what to do, and what became of it. */
export default function IncidentPage() {
  const t = useText();
  const say = useSay();
  const id = usePathParam("id");
  const answer = useCall(getIncident, { id }, { live: "always" });
  const incident = answer.data?.incident;
  return (
    <Page
      title={incident === undefined ? t("incident") : say(incident.headline)}
      parent={{ to: "/incidents", title: t("incidents") }}
      scroll
      actions={incident !== undefined && incident.state !== "merged" && <Actions incident={incident} />}
    >
      <Answer of={answer} skeleton={<Skeleton height={480} />}>
        {(told) => (
          <>
            <Standing incident={told.incident} />
            {told.incident.mergedInto !== null && <PartOf elder={told.incident.mergedInto} />}
            <div className={styles.columns}>
              <div className={styles.main}>
                <Told told={told} />
              </div>
              <div className={styles.side}>
                <Timeline {...told} onset={told.incident.onset} />
                <VerdictForm key={String(told.incident.verdict?.at)} incident={told.incident} />
                <Notes told={told} />
                <Similar id={id} />
              </div>
            </div>
          </>
        )}
      </Answer>
    </Page>
  );
}

function PartOf({ elder }: { readonly elder: string }) {
  const t = useText();
  return (
    <p role="status" className={styles.notice}>
      {t("partOf")}
      <LinkButton to={pathTo("/incidents", elder)}>{t("showElder")}</LinkButton>
    </p>
  );
}

/** Around the onset, as far as a look goes. */
const AROUND_MS = 30 * 60_000;

/** What is known of an incident that nobody has diagnosed, and the ways on. */
function AlertsOnly({ incident: { alerts, onset, endedAt } }: { readonly incident: IncidentRow }) {
  const t = useText();
  const to = Math.min(endedAt ?? Number.POSITIVE_INFINITY, onset + AROUND_MS);
  return (
    <Panel
      title={t("alerts")}
      actions={
        <LinkButton
          to="/incidents/diagnose"
          search={{ ...absoluteRange({ from: onset - AROUND_MS, to: Math.max(to, onset + 60_000) }) }}
        >
          {t("diagnoseWindow")}
        </LinkButton>
      }
    >
      <ul className={styles.list}>
        {alerts.map(({ fingerprint, name, summary, resolvedAt }) => (
          <li key={fingerprint}>
            <PageLink to={pathTo("/alerts", fingerprint)} className={styles.go}>
              {name}
            </PageLink>{" "}
            {summary}{" "}
            <Badge tone={resolvedAt === null ? "bad" : "good"}>
              {t(resolvedAt === null ? "fires" : "over")}
            </Badge>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const STATE = { diagnosis: "best" };

/** The best diagnosis; the latest when that is asked for. */
function Told({
  told: { incident, best, bestAt, latest, latestAt, isImpactShared },
}: {
  readonly told: IncidentDetail;
}) {
  const t = useText();
  const [zone] = useZone();
  const [{ diagnosis }, change] = useUrlState(STATE);
  if (best === null) return <AlertsOnly incident={incident} />;
  const isLatest = diagnosis === "latest" && latest !== null;
  const clock = (at: number | null) => (at === null ? "" : formatInstant(at, zone, "second", "clock"));
  return (
    <>
      {latestAt !== bestAt && (
        <Segments
          label={t("which")}
          value={isLatest ? "latest" : "best"}
          options={[
            { value: "best", label: t("best", { time: clock(bestAt) }) },
            { value: "latest", label: t("latest", { time: clock(latestAt) }) },
          ]}
          onChange={(value) => change({ diagnosis: value })}
        />
      )}
      <DiagnosisView
        diagnosis={isLatest ? latest : best}
        isImpactShared={isImpactShared}
        isOver={incident.state !== "open"}
      />
    </>
  );
}
