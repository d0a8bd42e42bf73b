import { Badge, Button, CopyButton, download, icons, pathTo, useGo } from "@naru/ui";
import { useText } from "../messages.ts";
import type { Opened } from "./useDashboard.ts";
import type { Edit } from "./useEdit.ts";
import type { Keeping } from "./useKeeping.ts";

interface DashboardActionsProps {
  readonly opened: Opened;
  readonly edit: Edit;
  readonly keeping: Keeping;
  readonly onSave: () => void;
  readonly onAdd: () => void;
  readonly onVariables: () => void;
}

/** What can be done with a dashboard: share, export, copy, change, delete. */
export function DashboardActions(props: DashboardActionsProps) {
  const { opened, edit, keeping, onSave, onAdd, onVariables } = props;
  const t = useText();
  if (edit.isOn) {
    return (
      <>
        <Button onClick={onAdd}>
          <icons.IconPlus size={15} aria-hidden />
          {t("addPanel")}
        </Button>
        <Button onClick={onVariables}>
          <icons.IconVariable size={15} aria-hidden />
          {t("variables")}
        </Button>
        <Button disabled={!edit.canUndo} onClick={edit.undo}>
          {t("undo")}
        </Button>
        <Button onClick={edit.stop}>{t("cancel")}</Button>
        <Button look="primary" disabled={keeping.isBusy || !keeping.canKeep} onClick={onSave}>
          {t("save")}
        </Button>
        {!keeping.canKeep && <Badge tone="warn">{t("noCluster")}</Badge>}
      </>
    );
  }
  return <ViewActions opened={opened} edit={edit} keeping={keeping} />;
}

function ViewActions({ opened, edit, keeping }: Pick<DashboardActionsProps, "opened" | "edit" | "keeping">) {
  const t = useText();
  const go = useGo();
  const { kept, dashboard } = opened;
  const copy = () =>
    keeping.copy(dashboard.source, t("copyOf", { title: dashboard.title }), (uid) =>
      go({ to: pathTo("/dashboards", uid) }),
    );
  return (
    <>
      {kept === undefined && <Badge>{t("builtIn")}</Badge>}
      <CopyButton label={t("share")} text={location.href} />
      <Button
        onClick={() =>
          download(`${dashboard.uid || "dashboard"}.json`, JSON.stringify(dashboard.source, null, 2))
        }
      >
        {t("export")}
      </Button>
      {keeping.canKeep && (
        <Button disabled={keeping.isBusy} onClick={copy}>
          {t("duplicate")}
        </Button>
      )}
      {kept !== undefined && (
        <>
          <Button look="danger" disabled={keeping.isBusy} onClick={keeping.remove}>
            {t("delete")}
          </Button>
          <Button look="primary" onClick={edit.start}>
            {t("edit")}
          </Button>
        </>
      )}
    </>
  );
}
