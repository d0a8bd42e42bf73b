import { type OutputOf, Panel } from "@naru/ui";
import type { listRules } from "../api.ts";
import styles from "./Alerts.module.css";
import { useText } from "./messages.ts";

/** Objects that can't be read, each with its reason. */
export function Problems({ problems }: Pick<OutputOf<typeof listRules>, "problems">) {
  const t = useText();
  if (problems.length === 0) return null;
  return (
    <Panel title={t("problems")}>
      {problems.map(({ cluster, kind, namespace, name, problem, isEarlierUsed }) => (
        <p key={`${cluster}/${kind}/${namespace}/${name}/${problem}`} className={styles.note}>
          <b>
            {kind} {namespace}/{name}
          </b>
          <span className={styles.bad}>{problem}</span>
          {isEarlierUsed && <span>{t("earlierUsed")}</span>}
        </p>
      ))}
    </Panel>
  );
}
