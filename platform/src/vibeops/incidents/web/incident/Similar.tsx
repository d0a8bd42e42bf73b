import {
  Answer,
  Badge,
  formatInstant,
  formatPercent,
  PageLink,
  Panel,
  pathTo,
  Skeleton,
  useCall,
  useZone,
} from "@naru/ui";
import type { CauseKind } from "#vibeops/rca/api.ts";
import { similarIncidents, type SimilarIncident } from "../../api.ts";
import styles from "../Incidents.module.css";
import { causeKinds, useKindText } from "../kinds.ts";
import { useText } from "../messages.ts";
import { useSay } from "../words.ts";

/** Earlier incidents that have something in common with this one, and what helped then. */
export function Similar({ id }: { readonly id: string }) {
  const t = useText();
  const answer = useCall(similarIncidents, { id });
  return (
    <Panel title={t("similar")}>
      <Answer of={answer} skeleton={<Skeleton height={60} />} brief>
        {({ similar }) =>
          similar.length === 0 ? (
            <p className={styles.text}>{t("noSimilar")}</p>
          ) : (
            <ul className={styles.list}>
              {similar.map((each) => (
                <One key={each.incident.id} similar={each} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

const MOST_COMMON = 6;

function One({ similar: { incident, similarity, common, helped } }: { readonly similar: SimilarIncident }) {
  const t = useText();
  const say = useSay();
  const name = useFeatureName();
  const [zone] = useZone();
  return (
    <li className={styles.similar}>
      <PageLink to={pathTo("/incidents", incident.id)}>{say(incident.headline)}</PageLink>
      <small className={styles.dim}>
        {formatInstant(incident.onset, zone, "minute")} ·{" "}
        {t("alike", { percent: formatPercent(Math.round(similarity * 100) / 100) })}
      </small>
      <p className={styles.chips} aria-label={t("common")}>
        {common.slice(0, MOST_COMMON).map((each) => (
          <Badge key={`${each.kind}/${each.name}`}>{name(each)}</Badge>
        ))}
      </p>
      <Helped helped={helped} />
    </li>
  );
}

function Helped({ helped }: Pick<SimilarIncident, "helped">) {
  const t = useText();
  const say = useSay();
  const told = [helped.resolution, helped.verdict, ...helped.changes.map(say), ...helped.notes].filter(
    (text) => text !== "",
  );
  return (
    <>
      <b>{t("helped")}</b>
      {told.length === 0 && <span>{t("helpedUnknown")}</span>}
      {told.map((text) => (
        <p key={text} className={styles.written}>
          {text}
        </p>
      ))}
      {told.length === 0 && helped.proposed !== null && (
        <span className={styles.dim}>{t("proposed", { step: say(helped.proposed) })}</span>
      )}
    </>
  );
}

function useFeatureName(): (feature: SimilarIncident["common"][number]) => string {
  const kindText = useKindText();
  return ({ kind, name }) => {
    const cause: CauseKind | undefined =
      kind === "kind" ? causeKinds.find((each) => each === name) : undefined;
    return cause === undefined ? name : kindText(cause);
  };
}
