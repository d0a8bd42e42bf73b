import { Badge, Difference, type Tone } from "@naru/ui";
import type { ObjectOutcome } from "../../api.ts";
import styles from "./Apply.module.css";
import { useApplyText } from "./messages.ts";

const tones = {
  create: "good",
  change: "accent",
  nothing: "plain",
  conflict: "warn",
  refused: "bad",
} as const satisfies Record<ObjectOutcome["result"], Tone>;

/** What comes of each object, with its difference. */
export function Outcomes({ outcomes }: { readonly outcomes: readonly ObjectOutcome[] }) {
  return (
    <ol className={styles.outcomes}>
      {outcomes.map((outcome) => (
        <li key={`${outcome.apiVersion} ${outcome.kind} ${outcome.namespace}/${outcome.name}`}>
          <Outcome outcome={outcome} />
        </li>
      ))}
    </ol>
  );
}

function Outcome({ outcome }: { readonly outcome: ObjectOutcome }) {
  const t = useApplyText();
  const { kind, namespace, name, result, before, after, conflicts, error } = outcome;
  const differs = result === "create" || result === "change";
  return (
    <>
      <header>
        <Badge tone={tones[result]}>{t(`result_${result}`)}</Badge>
        <span className={styles.kind}>{kind}</span>
        <b>{namespace === "" ? name : `${namespace}/${name}`}</b>
      </header>
      {conflicts.map(({ manager, field, message }) => (
        <p key={message} className={styles.conflict}>
          {t("owns", { manager, field })}
        </p>
      ))}
      {error !== null && conflicts.length === 0 && <p className={styles.error}>{error}</p>}
      {differs && <Difference label={t("difference", { name })} before={before} after={after} />}
    </>
  );
}
