import { IconButton, icons } from "@naru/ui";
import type { Panel } from "../model/dashboard.ts";
import { withoutPanel } from "../model/edit.ts";
import { useText } from "../messages.ts";
import type { Edit } from "../view/useEdit.ts";
import { MoveGrip, SizeGrip } from "./PanelGrip.tsx";

interface EditToolsProps {
  readonly panel: Panel;
  readonly edit: Edit;
  readonly onEdit: () => void;
}

/** In a panel's head while the dashboard is changed: move, edit, remove; in its corner: size. */
export function EditTools({ panel, edit, onEdit }: EditToolsProps) {
  const t = useText();
  return (
    <>
      <MoveGrip panel={panel} edit={edit} />
      <IconButton small label={t("editPanel", { title: panel.title })} onClick={onEdit}>
        <icons.IconPencil size={14} />
      </IconButton>
      <IconButton
        small
        label={t("removePanel", { title: panel.title })}
        onClick={() => edit.change(withoutPanel(edit.dashboard.source, panel.id))}
      >
        <icons.IconTrash size={14} />
      </IconButton>
      <SizeGrip panel={panel} edit={edit} />
    </>
  );
}
