import { Button, call, CodeEditor, ProblemView, Segments, useWork, Form, FormFoot } from "@naru/ui";
import { useMemo, useState } from "react";
import { type ObjectiveRow, putObjective } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Objectives.module.css";
import { openSloYaml } from "../openslo-yaml.ts";
import { type Draft, isWhole, objectiveOf } from "./draft.ts";
import { ObjectiveFields } from "./ObjectiveFields.tsx";

interface ObjectiveEditorProps {
  readonly initial: Draft;
  /** Where it is kept, and how it is written there; left out: a new one. */
  readonly kept?: Pick<ObjectiveRow, "cluster" | "version"> & { readonly yaml: string };
  readonly onSaved: (name: string) => void;
  readonly onCancel?: () => void;
}

/** An objective as a form or as YAML. What was typed as YAML is what is saved. */
export function ObjectiveEditor({ onSaved, onCancel, ...given }: ObjectiveEditorProps) {
  const t = useText();
  // What is changed is what was seen when it began, whatever the page is told meanwhile.
  const [{ initial, kept }] = useState(given);
  const [draft, setDraft] = useState(initial);
  const [view, setView] = useState<"form" | "yaml">("form");
  const [typed, setTyped] = useState<string>();
  const { isBusy, error, run } = useWork();
  const isChanged = draft !== initial;
  // Comments are kept as long as the form has changed nothing.
  const written = useMemo(
    () => (kept !== undefined && !isChanged ? kept.yaml : openSloYaml(objectiveOf(draft))),
    [kept, isChanged, draft],
  );
  const save = () =>
    run(async () => {
      const place = kept === undefined ? { isNew: true } : { cluster: kept.cluster, version: kept.version };
      onSaved((await call(putObjective, { yaml: typed ?? written, ...place })).name);
    });
  return (
    <Form
      page
      onSubmit={() => {
        if (typed !== undefined || isWhole(draft)) save();
      }}
    >
      {typed === undefined ? (
        <Segments
          label={t("as")}
          value={view}
          options={[
            { value: "form", label: t("form") },
            { value: "yaml", label: t("yaml") },
          ]}
          onChange={setView}
        />
      ) : (
        <p className={styles.notice}>
          {t("yamlWins")}
          <Button
            small
            onClick={() => {
              setTyped(undefined);
              setView("form");
            }}
          >
            {t("backToForm")}
          </Button>
        </p>
      )}
      {view === "form" ? (
        <>
          <ObjectiveFields draft={draft} isNew={kept === undefined} onChange={setDraft} />
          {kept !== undefined && <p className={styles.notice}>{t("formHelp")}</p>}
        </>
      ) : (
        <CodeEditor label={t("declarationYaml")} text={written} onChange={setTyped} />
      )}
      {error !== undefined && <ProblemView error={error} />}
      <FormFoot>
        {onCancel !== undefined && <Button onClick={onCancel}>{t("cancel")}</Button>}
        <Button type="submit" look="primary" disabled={isBusy || (typed === undefined && !isWhole(draft))}>
          {t("save")}
        </Button>
      </FormFoot>
    </Form>
  );
}
