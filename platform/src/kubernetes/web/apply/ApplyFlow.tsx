import { Button, Empty, icons, ProblemView, useShortcuts } from "@naru/ui";
import { useState } from "react";
import styles from "./Apply.module.css";
import { useApplyText } from "./messages.ts";
import { Outcomes } from "./Outcomes.tsx";
import { wayBack } from "./undo.ts";
import { useApply, type Wanted } from "./useApply.ts";

/** Beside YAML: what it would change, the button that does it, and the way back. */
export function ApplyFlow(wanted: Omit<Wanted, "force">) {
  const t = useApplyText();
  const [force, setForce] = useState(false);
  const { told, phase, start } = useApply();
  const now = { ...wanted, force };
  const isBusy = phase.name === "busy";
  const isEmpty = wanted.yaml.trim() === "" || wanted.cluster === "";
  const isFresh = told !== undefined && isSame(told.of, now);
  const previewed = told?.step === "preview" ? told : undefined;
  const canApply = isFresh && previewed !== undefined && isApplicable(previewed.outcomes);
  const hasConflict = previewed?.outcomes.some(({ result }) => result === "conflict") === true || force;
  useShortcuts({ "mod+Enter": () => !isEmpty && !isBusy && start("preview", now) });
  return (
    <div className={styles.result}>
      <div className={styles.bar}>
        <Button
          look={canApply ? "normal" : "primary"}
          disabled={isEmpty || isBusy}
          onClick={() => start("preview", now)}
        >
          {isBusy ? t("previewing") : t("preview")}
        </Button>
        <Button look="primary" disabled={!canApply || isBusy} onClick={() => start("apply", now)}>
          {t("apply")}
        </Button>
        {hasConflict && (
          <label className={styles.force}>
            <input
              type="checkbox"
              checked={force}
              onChange={(event) => {
                setForce(event.target.checked);
                start("preview", { ...now, force: event.target.checked });
              }}
            />
            {t("force")} <small>{t("forceHelp")}</small>
          </label>
        )}
      </div>
      {phase.name === "failed" && <ProblemView error={phase.error} />}
      {previewed !== undefined && !isFresh && !isBusy && <p className={styles.partly}>{t("stale")}</p>}
      {told !== undefined && told.step !== "preview" && (
        <Done told={told} isBusy={isBusy} onUndo={() => start("undo", told.of)} />
      )}
      {told === undefined ? (
        phase.name !== "failed" && (
          <Empty title={t("start")}>
            <p>{t("startHelp")}</p>
          </Empty>
        )
      ) : (
        <Outcomes outcomes={told.outcomes} />
      )}
    </div>
  );
}

type Told = NonNullable<ReturnType<typeof useApply>["told"]>;

interface DoneProps {
  readonly told: Told;
  readonly isBusy: boolean;
  readonly onUndo: () => void;
}

function Done({ told: { step, outcomes }, isBusy, onUndo }: DoneProps) {
  const t = useApplyText();
  const isWhole = outcomes.every(({ result }) => result !== "conflict" && result !== "refused");
  const canGoBack = step === "apply" && wayBack(outcomes) !== undefined;
  return (
    <div role="status" className={`${styles.done} ${isWhole ? "" : styles.partly}`}>
      {isWhole && <icons.IconCheck size={16} aria-hidden />}
      {isWhole ? t(step === "undo" ? "undone" : "applied") : t("partly")}
      {canGoBack && (
        <Button small disabled={isBusy} onClick={onUndo}>
          <icons.IconArrowBackUp size={14} aria-hidden />
          {t("undo")}
        </Button>
      )}
    </div>
  );
}

const isSame = (a: Wanted, b: Wanted) =>
  a.cluster === b.cluster && a.namespace === b.namespace && a.yaml === b.yaml && a.force === b.force;

/** Something comes of it, and nothing stands against it. */
const isApplicable = (outcomes: Told["outcomes"]) =>
  outcomes.some(({ result }) => result === "create" || result === "change") &&
  outcomes.every(({ result }) => result !== "conflict" && result !== "refused");
