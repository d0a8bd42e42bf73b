import { Button, Empty, Page, ProblemView, useGo, pathTo, useShortcuts } from "@naru/ui";
import { useState } from "react";
import { EditTools } from "../edit/EditTools.tsx";
import { PanelEditor } from "../edit/PanelEditor.tsx";
import { VariablesEditor } from "../edit/VariablesEditor.tsx";
import { withNewPanel } from "../model/edit.ts";
import type { Panel } from "../model/dashboard.ts";
import { DashboardGrid } from "../panel/DashboardGrid.tsx";
import { useText } from "../messages.ts";
import { useChoices } from "../variables/useChoices.ts";
import { VariableBar } from "../variables/VariableBar.tsx";
import { DashboardActions } from "./DashboardActions.tsx";
import { DeletedDashboard } from "./DeletedDashboard.tsx";
import { UnmappedList } from "./UnmappedList.tsx";
import type { Opened } from "./useDashboard.ts";
import { type Edit, useEdit } from "./useEdit.ts";
import { useKeeping } from "./useKeeping.ts";
import styles from "./View.module.css";

interface DashboardViewProps {
  readonly opened: Opened;
  readonly isNew: boolean;
  /** Where a new one is kept; empty without a cluster. */
  readonly cluster: string;
}

/** A dashboard to look at and, when it is somebody's own, to change. */
export function DashboardView({ opened, isNew, cluster }: DashboardViewProps) {
  const t = useText();
  const go = useGo();
  const edit = useEdit(opened.dashboard, isNew);
  const keeping = useKeeping(opened, cluster);
  const { dashboard } = edit;
  const { choices, choose } = useChoices(dashboard.variables);
  const [edited, setEdited] = useState<Panel>();
  const [editsVariables, setEditsVariables] = useState(false);
  useShortcuts({ "mod+s": () => edit.isOn && save(), "mod+z": () => edit.isOn && edit.undo() });
  const save = () =>
    keeping.save(edit.dashboard.source, (uid) => {
      edit.stop();
      go({ to: pathTo("/dashboards", uid) });
    });
  const add = () => edit.change(withNewPanel(dashboard.source, { type: "timeseries", title: t("newPanel") }));
  if (keeping.deleted !== undefined) return <DeletedDashboard keeping={keeping} title={dashboard.title} />;
  const isEmpty = dashboard.sections.every(({ panels }) => panels.length === 0);
  return (
    <Page
      scroll
      title={dashboard.title || t("dashboards")}
      parent={{ to: "/dashboards", title: t("dashboards") }}
      actions={
        <DashboardActions
          opened={opened}
          edit={edit}
          keeping={keeping}
          onSave={save}
          onAdd={add}
          onVariables={() => setEditsVariables(true)}
        />
      }
    >
      {keeping.error !== undefined && <ProblemView error={keeping.error} />}
      {edit.isOn && (
        <label className={styles.title}>
          {t("title")}
          <input
            type="text"
            value={dashboard.title}
            maxLength={200}
            onChange={(event) => edit.change({ ...dashboard.source, title: event.target.value })}
          />
        </label>
      )}
      {dashboard.variables.some(({ isHidden }) => !isHidden) && (
        <div className={styles.variables}>
          <VariableBar variables={dashboard.variables} choices={choices} choose={choose} />
        </div>
      )}
      {dashboard.unmapped.length > 0 && <UnmappedList unmapped={dashboard.unmapped} />}
      {isEmpty && (
        <Empty title={t("noPanels")} actions={edit.isOn && <Button onClick={add}>{t("addPanel")}</Button>}>
          <p>{t("noPanelsHelp")}</p>
        </Empty>
      )}
      <DashboardGrid
        sections={dashboard.sections}
        choices={choices}
        chosen={edited?.id}
        tools={edit.isOn ? toolsOf(edit, setEdited) : undefined}
      />
      {editsVariables && <VariablesEditor edit={edit} onClose={() => setEditsVariables(false)} />}
      {edited !== undefined && (
        <PanelEditor
          key={edited.id}
          panel={edited}
          choices={choices}
          edit={edit}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}

const toolsOf = (edit: Edit, onEdit: (panel: Panel) => void) =>
  function tools(panel: Panel) {
    return <EditTools panel={panel} edit={edit} onEdit={() => onEdit(panel)} />;
  };
