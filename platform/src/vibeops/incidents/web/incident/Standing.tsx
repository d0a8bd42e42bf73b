import { Age, formatInstant, PageLink, pathTo, useZone } from "@naru/ui";
import type { IncidentRow } from "../../api.ts";
import { lasting } from "../duration.ts";
import styles from "../Incidents.module.css";
import { Confidence, KindMark, ServiceLine, StateMark } from "../marks.tsx";
import { useText } from "../messages.ts";

/** How it stands, in a line or two. */
export function Standing({ incident }: { readonly incident: IncidentRow }) {
  const t = useText();
  const { state, cause, services, acknowledgedBy, alerts } = incident;
  return (
    <section className={styles.standing} aria-label={t("state")}>
      <p>
        <StateMark state={state} />
        <When incident={incident} />
        {state === "open" && (
          <span>{acknowledgedBy === "" ? t("nobody") : t("looksAfter", { user: acknowledgedBy })}</span>
        )}
      </p>
      {cause === null ? (
        <p>{t(alerts.length > 0 && incident.openedBy === "alert" ? "alertOnly" : "unsure")}</p>
      ) : (
        <p>
          <KindMark kind={cause.kind} />
          <PageLink to={pathTo("/services", cause.service)}>{cause.service}</PageLink>
          <Confidence confidence={cause.confidence} />
        </p>
      )}
      <p>
        <ServiceLine services={services} />
        {alerts.map(({ fingerprint, name }) => (
          <PageLink key={fingerprint} to={pathTo("/alerts", fingerprint)}>
            {name}
          </PageLink>
        ))}
      </p>
    </section>
  );
}

function When({ incident: { onset, endedAt, state, resolvedBy } }: { readonly incident: IncidentRow }) {
  const t = useText();
  const [zone] = useZone();
  if (endedAt === null) {
    return (
      <span>
        {t("openSince", { time: formatInstant(onset, zone) })} (<Age at={onset} />)
      </span>
    );
  }
  return (
    <span>
      {t("wasOpen", { from: formatInstant(onset, zone), to: formatInstant(endedAt, zone) })} (
      {lasting(onset, endedAt)})
      {state === "resolved" && ` · ${resolvedBy === "" ? t("byItself") : t("endedBy", { user: resolvedBy })}`}
    </span>
  );
}
