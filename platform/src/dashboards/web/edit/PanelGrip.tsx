import { IconButton, icons } from "@naru/ui";
import { type KeyboardEvent, useState } from "react";
import { neighboursOf, type Panel } from "../model/dashboard.ts";
import { rearranged } from "../model/edit.ts";
import { changed, dragged, type Placed, stepped } from "../model/layout.ts";
import { useText } from "../messages.ts";
import type { Edit } from "../view/useEdit.ts";
import { type Distance, dragHandler } from "./drag.ts";
import styles from "./PanelGrip.module.css";

interface PanelGripProps {
  readonly panel: Panel;
  readonly edit: Edit;
}

type Way = Parameters<typeof stepped>[2];
type Change = (placed: readonly Placed[]) => readonly Placed[];

const WAYS: Readonly<Record<string, Way>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const SIZES: Readonly<Record<Way, { readonly w?: number; readonly h?: number }>> = {
  left: { w: -1 },
  right: { w: 1 },
  up: { h: -1 },
  down: { h: 1 },
};

/** Takes a panel elsewhere: dragged, or by the arrow keys. */
export function MoveGrip({ panel, edit }: PanelGripProps) {
  const t = useText();
  const grip = useGrip(
    { panel, edit },
    (placed, by) => dragged(placed, panel.id, by),
    (placed, way) => stepped(placed, panel.id, way),
  );
  return (
    <>
      <IconButton
        small
        className={styles.move}
        label={t("movePanel", { title: panel.title })}
        {...grip.handlers}
      >
        <icons.IconGripVertical size={14} />
      </IconButton>
      <Placement panel={panel} isTold={grip.isMoved} />
    </>
  );
}

/** Makes a panel larger or smaller from its lower right corner: dragged, or by the arrow keys. */
export function SizeGrip({ panel, edit }: PanelGripProps) {
  const t = useText();
  const grip = useGrip(
    { panel, edit },
    (placed, { x, y }) => changed(placed, panel.id, { w: x, h: y }),
    (placed, way) => changed(placed, panel.id, SIZES[way]),
  );
  return (
    <>
      <IconButton
        small
        className={styles.size}
        label={t("sizePanel", { title: panel.title })}
        {...grip.handlers}
      >
        <icons.IconArrowsDiagonal2 size={14} />
      </IconButton>
      <Placement panel={panel} isTold={grip.isMoved} />
    </>
  );
}

function useGrip(
  { panel, edit }: PanelGripProps,
  drag: (placed: readonly Placed[], by: Distance) => readonly Placed[],
  step: (placed: readonly Placed[], way: Way) => readonly Placed[],
) {
  const [isMoved, setMoved] = useState(false);
  const onPointerDown = dragHandler(panel, edit, drag);
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const way = WAYS[event.key];
    if (way === undefined) return;
    event.preventDefault();
    setMoved(true);
    const { source, sections } = edit.dashboard;
    const change: Change = (placed) => step(placed, way);
    edit.change(rearranged(source, neighboursOf(sections, panel), change));
  };
  return { isMoved, handlers: { onPointerDown, onKeyDown, onBlur: () => setMoved(false) } };
}

/** Said after each step by the keys. */
function Placement({ panel: { place }, isTold }: { readonly panel: Panel; readonly isTold: boolean }) {
  const t = useText();
  const { x, y, w, h } = place;
  return (
    <span role="status" className="visually-hidden">
      {isTold && t("placed", { column: x + 1, row: y + 1, width: w, height: h })}
    </span>
  );
}
