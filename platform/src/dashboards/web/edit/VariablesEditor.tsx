import { Button, Dialog, SelectField } from "@naru/ui";
import { useState } from "react";
import { mistakeOf, type VariableDraft, variableDrafts, withVariables } from "../model/edit-variables.ts";
import { variableKinds } from "../model/variable.ts";
import { useText } from "../messages.ts";
import type { Edit } from "../view/useEdit.ts";
import styles from "./PanelEditor.module.css";

interface VariablesEditorProps {
  readonly edit: Edit;
  readonly onClose: () => void;
}

const NEW = { name: "", label: "", kind: "query", query: "", isMulti: true, hasAll: true } as const;
const mostVariables = 50;

/** The variables of a dashboard: what they are called, and where their values come from. */
export function VariablesEditor({ edit, onClose }: VariablesEditorProps) {
  const t = useText();
  const { source } = edit.dashboard;
  // A variable keeps its fields while others come and go.
  const [rows, setRows] = useState(() => variableDrafts(source).map((draft, key) => ({ draft, key })));
  const drafts = rows.map(({ draft }) => draft);
  const mistake = mistakeOf(drafts);
  const set = (key: number, part: Partial<VariableDraft>) =>
    setRows(rows.map((row) => (row.key === key ? { key, draft: { ...row.draft, ...part } } : row)));
  const add = () => {
    const key = rows.reduce((most, row) => Math.max(most, row.key), -1) + 1;
    setRows([...rows, { key, draft: { ...NEW, place: undefined } }]);
  };
  const done = () => {
    edit.change(withVariables(source, drafts));
    onClose();
  };
  return (
    <Dialog title={t("variables")} wide holds onClose={onClose}>
      <div className={styles.form}>
        {rows.length === 0 && <p>{t("noVariables")}</p>}
        {rows.map(({ key, draft }, i) => (
          <VariableFields
            key={key}
            number={i + 1}
            draft={draft}
            onChange={(part) => set(key, part)}
            onRemove={() => setRows(rows.filter((row) => row.key !== key))}
          />
        ))}
        <div className={styles.row}>
          <Button small disabled={rows.length >= mostVariables} onClick={add}>
            {t("addVariable")}
          </Button>
          <span role="alert">{mistake !== undefined && rows.some(hasName) && t(mistake)}</span>
        </div>
        <div className={styles.foot}>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="primary" disabled={mistake !== undefined} onClick={done}>
            {t("done")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Who has just begun to write a name is not told that it is wrong. */
const hasName = ({ draft }: { readonly draft: VariableDraft }): boolean => draft.name !== "";

interface VariableFieldsProps {
  readonly number: number;
  readonly draft: VariableDraft;
  readonly onChange: (part: Partial<VariableDraft>) => void;
  readonly onRemove: () => void;
}

function VariableFields({ number, draft, onChange, onRemove }: VariableFieldsProps) {
  const t = useText();
  const { name, kind } = draft;
  return (
    <fieldset className={styles.variable} aria-label={t("variable", { number })}>
      <label className={styles.field}>
        {t("name")}
        <input
          type="text"
          maxLength={100}
          value={name}
          onChange={(event) => onChange({ name: event.target.value.trim() })}
        />
      </label>
      <label className={styles.field}>
        {t("label")}
        <input
          type="text"
          maxLength={200}
          placeholder={name}
          value={draft.label}
          onChange={(event) => onChange({ label: event.target.value })}
        />
      </label>
      <SelectField
        label={t("variableKind")}
        value={kind}
        options={variableKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <label className={styles.wide}>
        {t(`ask_${kind}`)}
        <input
          type="text"
          maxLength={10_000}
          spellCheck={false}
          value={draft.query}
          onChange={(event) => onChange({ query: event.target.value })}
        />
      </label>
      {(kind === "query" || kind === "custom") && (
        <>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={draft.isMulti}
              onChange={(event) => onChange({ isMulti: event.target.checked })}
            />
            {t("isMulti")}
          </label>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={draft.hasAll}
              onChange={(event) => onChange({ hasAll: event.target.checked })}
            />
            {t("hasAll")}
          </label>
        </>
      )}
      <Button small look="quiet" onClick={onRemove}>
        {t("removeVariable", { name: name || number })}
      </Button>
    </fieldset>
  );
}
