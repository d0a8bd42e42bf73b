import { Button, Dialog, QueryEditor, SelectField } from "@naru/ui";
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
import { usePropose } from "./usePropose.ts";

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
          !isUnmapped && <Targets draft={draft} onChange={setDraft} />
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

interface TargetsProps {
  readonly draft: PanelDraft;
  readonly onChange: (draft: PanelDraft) => void;
}

const mostTargets = 20;

function Targets({ draft, onChange }: TargetsProps) {
  const t = useText();
  const propose = usePropose();
  // A query keeps its editor while others come and go.
  const [keys, setKeys] = useState(() => draft.targets.map((_, i) => i));
  const set = (at: number, part: Partial<PanelDraft["targets"][number]>) =>
    onChange({ ...draft, targets: draft.targets.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  return (
    <>
      {draft.targets.map(({ expr, legend }, i) => (
        <div key={keys[i]} className={styles.target}>
          <QueryEditor
            label={t("query", { number: i + 1 })}
            text={expr}
            propose={propose}
            onChange={(expr) => set(i, { expr })}
          />
          <label className={styles.field}>
            {t("legend")}
            <input
              type="text"
              placeholder="{{instance}}"
              value={legend}
              onChange={(event) => set(i, { legend: event.target.value })}
            />
          </label>
          <Button
            small
            look="quiet"
            onClick={() => {
              setKeys(keys.filter((_, at) => at !== i));
              onChange({ ...draft, targets: draft.targets.filter((_, at) => at !== i) });
            }}
          >
            {t("removeQuery")}
          </Button>
        </div>
      ))}
      {draft.targets.length < mostTargets && (
        <Button
          small
          onClick={() => {
            setKeys([...keys, Math.max(-1, ...keys) + 1]);
            onChange({ ...draft, targets: [...draft.targets, { expr: "", legend: "", instant: false }] });
          }}
        >
          {t("addQuery")}
        </Button>
      )}
    </>
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
