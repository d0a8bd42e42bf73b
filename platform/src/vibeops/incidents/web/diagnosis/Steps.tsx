import { PageLink, type Target } from "@naru/ui";
import type { Step } from "#vibeops/rca/api.ts";
import { targetOf } from "#kubernetes/web/index.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { useSay } from "../words.ts";

interface StepsProps {
  readonly steps: readonly Step[];
  readonly isOrdered?: boolean;
}

/** What to do; a step that is done to an object leads to its page, where it can be done. */
export function Steps({ steps, isOrdered = false }: StepsProps) {
  const t = useText();
  const say = useSay();
  if (steps.length === 0) return <p className={styles.text}>{t("noSteps")}</p>;
  const List = isOrdered ? "ol" : "ul";
  return (
    <List className={styles.steps}>
      {steps.map((step) => (
        <li key={`${step.kind}/${step.words.en}`}>
          <span>{say(step.words)}</span>
          {step.object !== null && (
            <PageLink {...targetOfStep(step, step.object)} className={styles.go}>
              {t("openObject", { name: `${step.object.kind} ${step.object.name}` })}
            </PageLink>
          )}
        </li>
      ))}
    </List>
  );
}

/** Where on its page an object is changed that way. */
const views: Partial<Record<Step["kind"], string>> = {
  "roll-back": "revisions",
  "set-env": "yaml",
  "raise-limit": "yaml",
  "fix-image": "yaml",
  "fix-config": "yaml",
};

function targetOfStep({ kind }: Step, object: NonNullable<Step["object"]>): Target {
  const target = targetOf(object);
  const view = views[kind];
  if (view === undefined || !target.to.startsWith("/workloads/")) return target;
  return { ...target, search: { ...target.search, view } };
}
