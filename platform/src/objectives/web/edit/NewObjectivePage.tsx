import { Badge, Page, Panel, pathTo, useCall, useGo, useUrlState } from "@naru/ui";
import { listClusters } from "#kubernetes/api.ts";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";
import { draftFor } from "./draft.ts";
import { ObjectiveEditor } from "./ObjectiveEditor.tsx";

const STATE = { service: "" };

/** An objective that is not declared yet, filled in as far as it is known what it is for. */
export default function NewObjectivePage() {
  const t = useText();
  const go = useGo();
  const [{ service }] = useUrlState(STATE);
  const clusters = useCall(listClusters, {});
  return (
    <Page scroll title={t("newObjective")} parent={{ to: "/objectives", title: t("objectives") }}>
      {clusters.data?.clusters.length === 0 && (
        <p role="status" className={styles.note}>
          <Badge tone="warn">{t("noCluster")}</Badge>
        </p>
      )}
      <Panel>
        <ObjectiveEditor
          key={service}
          initial={draftFor(service)}
          onSaved={(name) => go({ to: pathTo("/objectives", name) })}
        />
      </Panel>
    </Page>
  );
}
