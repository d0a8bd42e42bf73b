import { Age, Badge, Button, formatInteger, Panel } from "@naru/ui";
import { useState } from "react";
import type { RevisionRow, WorkloadRow } from "../../api.ts";
import { useActionText } from "../actions/messages.ts";
import { RollBackDialog } from "../actions/WorkloadDialogs.tsx";
import styles from "../Kubernetes.module.css";
import { ObjectLink } from "../marks/Marks.tsx";
import { useText } from "../messages.ts";
import { useWorkloadText } from "./messages.ts";

interface RevisionTableProps {
  readonly workload: WorkloadRow;
  readonly revisions: readonly RevisionRow[];
}

export function RevisionTable({ workload, revisions }: RevisionTableProps) {
  const t = useText();
  const texts = useWorkloadText();
  const actions = useActionText();
  const [chosen, setChosen] = useState<number>();
  if (revisions.length === 0) {
    return (
      <Panel>
        <p className={styles.nothing} style={{ paddingTop: 12 }}>
          {texts("noRevisions")}
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={texts("revisions")}>
      <div className={styles.scrolling}>
        <table className={styles.list}>
          <thead>
            <tr>
              <th>{texts("revision")}</th>
              <th>{t("images")}</th>
              <th className={styles.hide}>{t("name")}</th>
              <th className={styles.end}>{t("pods")}</th>
              <th className={styles.end}>{t("age")}</th>
              <th>
                <span className="visually-hidden">{actions("rollBack")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {revisions.map((row) => (
              <Row key={row.name} row={row} workload={workload} onRollBack={setChosen} />
            ))}
          </tbody>
        </table>
      </div>
      {chosen !== undefined && (
        <RollBackDialog
          workload={workload}
          revision={chosen}
          revisions={revisions}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Panel>
  );
}

interface RowProps {
  readonly row: RevisionRow;
  readonly workload: WorkloadRow;
  readonly onRollBack: (revision: number) => void;
}

function Row({ row, workload, onRollBack }: RowProps) {
  const t = useActionText();
  const texts = useWorkloadText();
  const { revision, name, images, changeCause, createdAt, isCurrent, pods } = row;
  const { cluster, namespace } = workload;
  const kind = workload.kind === "Deployment" ? "ReplicaSet" : "ControllerRevision";
  return (
    <tr>
      <td>
        <b>{revision}</b> {isCurrent && <Badge tone="accent">{texts("current")}</Badge>}
      </td>
      <td>
        <span className={styles.chips}>
          {images.map((image) => (
            <code key={image}>{image}</code>
          ))}
        </span>
        {changeCause !== "" && <div className={styles.dim}>{changeCause}</div>}
      </td>
      <td className={styles.hide}>
        <ObjectLink cluster={cluster} object={{ kind, namespace, name }} apiVersion="apps/v1" short />
      </td>
      <td className={styles.end}>{pods === null ? "–" : formatInteger(pods)}</td>
      <td className={styles.end}>
        <Age at={createdAt} />
      </td>
      <td className={styles.end}>
        {!isCurrent && (
          <Button small onClick={() => onRollBack(revision)}>
            {t("rollBack")}…
          </Button>
        )}
      </td>
    </tr>
  );
}
