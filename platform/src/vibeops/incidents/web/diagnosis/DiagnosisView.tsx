import { Empty, formatInteger, PageLink, Panel, pathTo, Tiles } from "@naru/ui";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { useSay } from "../words.ts";
import { CauseCard } from "./CauseCard.tsx";
import { PathMap } from "./PathMap.tsx";
import { Steps } from "./Steps.tsx";

interface DiagnosisViewProps {
  readonly diagnosis: Diagnosis;
  /** Whether its figures count more than what is shown. */
  readonly isImpactShared?: boolean;
  /** Whether it was, and nothing has to be done at once. */
  readonly isOver?: boolean;
}

/** What to do, how far it reaches, the way from symptom to cause, every cause with its evidence, and what it is not. */
export function DiagnosisView({ diagnosis, isImpactShared = false, isOver = false }: DiagnosisViewProps) {
  const t = useText();
  const { causes } = diagnosis;
  const [top] = causes;
  return (
    <>
      {top !== undefined && (
        <Panel title={t(isOver ? "proposedSteps" : "now")}>
          <Steps steps={top.now} isOrdered />
        </Panel>
      )}
      <Impact impact={diagnosis.impact} isShared={isImpactShared} />
      <PathMap diagnosis={diagnosis} />
      <section aria-label={t("causes")} className={styles.causes}>
        {causes.length === 0 ? (
          <Panel title={t("causes")}>
            <Empty title={t("noCause")} />
          </Panel>
        ) : (
          causes.map((cause, i) => <CauseCard key={cause.id} cause={cause} rank={i + 1} />)
        )}
      </section>
      <RuledOut ruledOut={diagnosis.ruledOut} />
    </>
  );
}

interface ImpactProps {
  readonly impact: Diagnosis["impact"];
  readonly isShared: boolean;
}

function Impact({ impact, isShared }: ImpactProps) {
  const t = useText();
  const say = useSay();
  const { requests, failed, slow, users, words, services, objectives = [] } = impact;
  return (
    <Panel title={t("impact")}>
      <p className={styles.text}>{say(words)}</p>
      {isShared && <p className={styles.text}>{t("shared")}</p>}
      <div className={styles.tiles}>
        <Tiles
          tiles={[
            { label: t("requests"), value: formatInteger(requests) },
            { label: t("failed"), value: formatInteger(failed) },
            { label: t("slow"), value: formatInteger(slow) },
            { label: t("users"), value: users === null ? t("notTold") : formatInteger(users) },
          ]}
        />
      </div>
      {services.length > 0 && (
        <p className={styles.text}>
          {t("services")}: {services.join(", ")}
        </p>
      )}
      {objectives.length > 0 && (
        <ul className={styles.list} aria-label={t("objectives")}>
          {objectives.map(({ name, words: told }) => (
            <li key={name}>
              <PageLink to={pathTo("/objectives", name)}>{say(told)}</PageLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RuledOut({ ruledOut }: Pick<Diagnosis, "ruledOut">) {
  const t = useText();
  const say = useSay();
  if (ruledOut.length === 0) return null;
  return (
    <Panel title={t("ruledOut")}>
      <ul className={styles.list}>
        {ruledOut.map(({ service, kind, words }) => (
          <li key={`${service}/${kind}/${words.en}`}>
            <b>{service}</b> {say(words)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
