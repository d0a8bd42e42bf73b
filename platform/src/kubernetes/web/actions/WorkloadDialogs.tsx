import { useState } from "react";
import {
  pauseWorkload,
  restartWorkload,
  type RevisionRow,
  rollBackWorkload,
  scaleWorkload,
  type WorkloadRow,
} from "../../api.ts";
import { ActionDialog } from "./ActionDialog.tsx";
import styles from "./Actions.module.css";
import { useActionText } from "./messages.ts";

interface DialogProps {
  readonly workload: WorkloadRow;
  readonly onClose: () => void;
}

const placeOf = ({ cluster, kind, namespace, name }: WorkloadRow) => ({ cluster, kind, namespace, name });

const MOST = 10_000;

export function ScaleDialog({ workload, onClose }: DialogProps) {
  const t = useActionText();
  const { name } = workload;
  // What was wanted when the dialog was opened: the page goes on refreshing behind it.
  const [from] = useState(workload.desired);
  const [text, setText] = useState(String(from));
  const to = Number(text);
  const place = placeOf(workload);
  return (
    <ActionDialog
      title={t("scaleTitle", { name })}
      help={t("scaleHelp")}
      confirm={t("scale")}
      step={{ operation: scaleWorkload, input: { ...place, replicas: to } }}
      undo={{ operation: scaleWorkload, input: { ...place, replicas: from } }}
      done={t("scaled", { name, from, to })}
      valid={/^\d+$/.test(text) && to <= MOST}
      onClose={onClose}
    >
      <label className={styles.field}>
        {t("replicas")}
        <input
          type="number"
          min={0}
          max={MOST}
          value={text}
          data-autofocus
          onChange={(event) => setText(event.target.value)}
        />
      </label>
    </ActionDialog>
  );
}

export function RestartDialog({ workload, onClose }: DialogProps) {
  const t = useActionText();
  const { name } = workload;
  return (
    <ActionDialog
      title={t("restartTitle", { name })}
      help={t("restartHelp")}
      confirm={t("restart")}
      step={{ operation: restartWorkload, input: placeOf(workload) }}
      done={t("restarted", { name })}
      onClose={onClose}
    />
  );
}

export function PauseDialog({ workload, paused, onClose }: DialogProps & { readonly paused: boolean }) {
  const t = useActionText();
  // The page behind learns of the pause while the dialog still tells its outcome.
  const [pausing] = useState(paused);
  const { name } = workload;
  const place = placeOf(workload);
  return (
    <ActionDialog
      title={pausing ? t("pauseTitle", { name }) : t("resumeTitle", { name })}
      help={pausing ? t("pauseHelp") : t("resumeHelp")}
      confirm={pausing ? t("pause") : t("resume")}
      step={{ operation: pauseWorkload, input: { ...place, paused: pausing } }}
      undo={{ operation: pauseWorkload, input: { ...place, paused: !pausing } }}
      done={pausing ? t("paused", { name }) : t("resumed", { name })}
      onClose={onClose}
    />
  );
}

interface RollBackProps extends DialogProps {
  readonly revision: number;
  readonly revisions: readonly RevisionRow[];
}

export function RollBackDialog({ workload, revision, revisions, onClose }: RollBackProps) {
  const t = useActionText();
  const { name } = workload;
  const place = placeOf(workload);
  const [current] = useState(() => revisions.find(({ isCurrent }) => isCurrent)?.revision);
  return (
    <ActionDialog
      title={t("rollBackTitle", { name, revision })}
      help={t("rollBackHelp")}
      confirm={t("rollBack")}
      step={{ operation: rollBackWorkload, input: { ...place, revision } }}
      undo={
        current === undefined
          ? undefined
          : { operation: rollBackWorkload, input: { ...place, revision: current } }
      }
      done={t("rolledBack", { name, revision })}
      onClose={onClose}
    />
  );
}
