import { IconButton, icons } from "@naru/ui";
import { neighboursOf, type Panel } from "../model/dashboard.ts";
import { rearranged, withoutPanel } from "../model/edit.ts";
import { stepped } from "../model/layout.ts";
import { useText } from "../messages.ts";
import type { Edit } from "../view/useEdit.ts";

interface EditToolsProps {
  readonly panel: Panel;
  readonly edit: Edit;
  readonly onEdit: () => void;
}

const WAYS = [
  ["left", icons.IconArrowLeft],
  ["up", icons.IconArrowUp],
  ["down", icons.IconArrowDown],
  ["right", icons.IconArrowRight],
] as const;

/** In a panel's head while the dashboard is changed: move, edit, remove. */
export function EditTools({ panel, edit, onEdit }: EditToolsProps) {
  const t = useText();
  const { source, sections } = edit.dashboard;
  const move = (way: "left" | "up" | "down" | "right") =>
    edit.change(
      rearranged(source, neighboursOf(sections, panel), (placed) => stepped(placed, panel.id, way)),
    );
  return (
    <>
      {WAYS.map(([way, Icon]) => (
        <IconButton key={way} small label={t(way)} onClick={() => move(way)}>
          <Icon size={14} />
        </IconButton>
      ))}
      <IconButton small label={t("editPanel", { title: panel.title })} onClick={onEdit}>
        <icons.IconPencil size={14} />
      </IconButton>
      <IconButton
        small
        label={t("removePanel", { title: panel.title })}
        onClick={() => edit.change(withoutPanel(source, panel.id))}
      >
        <icons.IconTrash size={14} />
      </IconButton>
    </>
  );
}
