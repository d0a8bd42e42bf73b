import { Button, Dialog, SelectField } from "@naru/ui";
import { useState } from "react";
import { columns, neighboursOf, type Panel, panelKinds } from "../model/dashboard.ts";
import { draftOf, type PanelDraft, rearranged, withPanel, written } from "../model/edit.ts";
import type { Choices } from "../model/interpolate.ts";
import { changed } from "../model/layout.ts";
import { knownUnits } from "../model/unit.ts";
import { PanelBody } from "../panel/PanelBody.tsx";
import { useText } from "../messages.ts";
import type { Edit } from "../view/useEdit.ts";
import styles from "./PanelEditor.module.css";
import { Targets } from "./Targets.tsx";

interface PanelEditorProps {
  readonly panel: Panel;
  readonly choices: Choices;
  readonly edit: Edit;
  readonly onClose: () => void;
}

const previewHeight = 240;

/** One panel with what it shows below: the queries run as soon as they are asked to. */
export function PanelEditor({ panel, choices, edit, onClose }: PanelEditorProps) {
  const t = useText();
  const [draft, setDraft] = useState<PanelDraft>(() => draftOf(panel));
  const [shown, setShown] = useState(draft);
  const [size, setSize] = useState({ w: panel.place.w, h: panel.place.h });
  const set = (part: Partial<PanelDraft>) => setDraft({ ...draft, ...part });
  const isUnmapped = panel.kind === "unmapped";
  const done = () => {
    const { source, sections } = edit.dashboard;
    const by = { w: size.w - panel.place.w, h: size.h - panel.place.h };
    const next = withPanel(source, panel.id, (raw) => written(raw, draft));
    edit.change(rearranged(next, neighboursOf(sections, panel), (placed) => changed(placed, panel.id, by)));
    onClose();
  };
  return (
    <Dialog title={t("editPanel", { title: panel.title })} wide holds onClose={onClose}>
      <div className={styles.form}>
        <div className={styles.row}>
          <label className={styles.field}>
            {t("title")}
            <input type="text" value={draft.title} onChange={(event) => set({ title: event.target.value })} />
          </label>
          {!isUnmapped && (
            <SelectField
              label={t("kind")}
              value={draft.kind}
              options={panelKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
              onChange={(kind) => set({ kind })}
            />
          )}
          <UnitField value={draft.unit} onChange={(unit) => set({ unit })} />
          <SizeFields size={size} onChange={setSize} />
          {draft.kind === "timeseries" && (
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={draft.isStacked}
                onChange={(event) => set({ isStacked: event.target.checked })}
              />
              {t("stacked")}
            </label>
          )}
        </div>
        {draft.kind === "text" ? (
          <textarea
            className={styles.text}
            aria-label={t("text")}
            rows={8}
            value={draft.text}
            onChange={(event) => set({ text: event.target.value })}
          />
        ) : (
          !isUnmapped && (
            <Targets
              hasLegends
              targets={draft.targets}
              onChange={(targets) => set({ targets })}
              onRun={() => setShown(draft)}
            />
          )
        )}
        <div className={styles.foot}>
          <Button onClick={() => setShown(draft)}>{t("run")}</Button>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="primary" onClick={done}>
            {t("done")}
          </Button>
        </div>
        <div className={styles.preview} style={{ height: previewHeight }}>
          <PanelBody panel={{ ...panel, ...shown }} choices={choices} height={previewHeight} />
        </div>
      </div>
    </Dialog>
  );
}

interface UnitFieldProps {
  readonly value: string;
  readonly onChange: (unit: string) => void;
}

function UnitField({ value, onChange }: UnitFieldProps) {
  const t = useText();
  const all = value === "" || knownUnits.includes(value) ? knownUnits : [value, ...knownUnits];
  return (
    <SelectField
      label={t("unit")}
      value={value || "short"}
      options={all.map((unit) => ({ value: unit, label: unit }))}
      onChange={onChange}
    />
  );
}

interface SizeFieldsProps {
  readonly size: { readonly w: number; readonly h: number };
  readonly onChange: (size: { w: number; h: number }) => void;
}

function SizeFields({ size, onChange }: SizeFieldsProps) {
  const t = useText();
  return (["w", "h"] as const).map((side) => (
    <label key={side} className={styles.field}>
      {t(side === "w" ? "width" : "height")}
      <input
        type="number"
        min={2}
        max={side === "w" ? columns : 40}
        value={size[side]}
        onChange={(event) => onChange({ ...size, [side]: Number(event.target.value) || size[side] })}
      />
    </label>
  ));
}
