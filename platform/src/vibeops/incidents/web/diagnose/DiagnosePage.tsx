import { Answer, Button, Empty, icons, Page, Panel, Skeleton, useCall, useTimeRange } from "@naru/ui";
import { type Diagnosis, diagnoseWindow } from "#vibeops/rca/api.ts";
import type { Happening } from "../../api.ts";
import { DiagnosisView } from "../diagnosis/DiagnosisView.tsx";
import { Timeline } from "../incident/Timeline.tsx";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { Confidence, KindMark } from "../marks.tsx";
import { useSay } from "../words.ts";

/** What is wrong in the page's time range, and why. Nothing is stored. */
export default function DiagnosePage() {
  const t = useText();
  const { range } = useTimeRange();
  const answer = useCall(diagnoseWindow, range, { keep: false });
  return (
    <Page
      title={t("diagnoseWindow")}
      parent={{ to: "/incidents", title: t("incidents") }}
      note={t("diagnoseHelp")}
      scroll
      actions={
        <Button disabled={answer.isFetching} onClick={() => void answer.refetch()}>
          <icons.IconRefresh size={15} aria-hidden />
          {t(answer.isFetching ? "diagnosing" : "again")}
        </Button>
      }
    >
      <Answer of={answer} skeleton={<Skeleton height={480} />}>
        {(diagnosis) => <Diagnosed diagnosis={diagnosis} />}
      </Answer>
    </Page>
  );
}

const NONE: readonly Happening[] = [];

function Diagnosed({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const t = useText();
  const say = useSay();
  const { verdict, headline, causes, stages } = diagnosis;
  const [top] = causes;
  const failures = stages.filter(({ error }) => error !== null);
  return (
    <>
      {failures.map(({ name, error }) => (
        <p key={name} role="alert" className={styles.notice}>
          {t("stageFailed", { stage: name, error: error ?? "" })}
        </p>
      ))}
      {verdict === "healthy" ? (
        <Panel>
          <Empty icon={<icons.IconCircleCheck size={28} stroke={1.5} aria-hidden />} title={t("healthy")}>
            <p>{t("healthyHelp")}</p>
          </Empty>
        </Panel>
      ) : (
        <>
          <section className={styles.standing} aria-label={t("headline")}>
            <h2>{say(headline)}</h2>
            {verdict === "unsure" || top === undefined ? (
              <p>{t("unsure")}</p>
            ) : (
              <p>
                <KindMark kind={top.kind} />
                <Confidence confidence={top.confidence} />
              </p>
            )}
          </section>
          <div className={styles.columns}>
            <div className={styles.main}>
              <DiagnosisView diagnosis={diagnosis} />
            </div>
            <div className={styles.side}>
              <Timeline
                onset={diagnosis.onset}
                symptoms={diagnosis.symptoms}
                changes={diagnosis.changes}
                happenings={NONE}
              />
            </div>
          </div>
        </>
      )}
    </>
  );
}
