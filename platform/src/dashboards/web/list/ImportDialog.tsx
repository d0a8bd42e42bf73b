import { Button, call, Dialog, pathTo, ProblemView, useGo, useWork, FormFoot } from "@naru/ui";
import { useMemo, useState } from "react";
import { saveDashboard } from "../../api.ts";
import type { Dashboard } from "../model/dashboard.ts";
import { NoDashboard, parseDashboard } from "../model/read.ts";
import { useText } from "../messages.ts";
import { UnmappedList } from "../view/UnmappedList.tsx";
import styles from "./Import.module.css";

interface ImportDialogProps {
  readonly cluster: string;
  readonly onClose: () => void;
}

/** Takes Grafana's JSON from a file or the clipboard; says what it has before it is kept. */
export function ImportDialog({ cluster, onClose }: ImportDialogProps) {
  const t = useText();
  const go = useGo();
  const [text, setText] = useState("");
  const [namespace, setNamespace] = useState("default");
  const { isBusy, error, run } = useWork();
  const read = useMemo(() => readOf(text), [text]);
  const { dashboard } = read;
  const save = () =>
    run(async () => {
      if (dashboard === undefined) return;
      const { uid } = await call(saveDashboard, {
        cluster,
        namespace,
        json: JSON.stringify(dashboard.source),
      });
      go({ to: pathTo("/dashboards", uid) });
    });
  return (
    <Dialog title={t("import")} wide holds onClose={onClose}>
      <div className={styles.form}>
        <label>
          {t("file")}{" "}
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </label>
        <textarea
          aria-label={t("paste")}
          placeholder={t("paste")}
          rows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {read.reason !== undefined && (
          <p role="alert" className={styles.refused}>
            {t(`no_${read.reason}`)} {read.detail}
          </p>
        )}
        {dashboard !== undefined && <Preview dashboard={dashboard} />}
        {error !== undefined && <ProblemView error={error} />}
        <FormFoot>
          <label>
            {t("namespace")}{" "}
            <input type="text" value={namespace} onChange={(event) => setNamespace(event.target.value)} />
          </label>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            look="primary"
            disabled={dashboard === undefined || dashboard.title === "" || namespace === "" || isBusy}
            onClick={save}
          >
            {t("keepIn", { cluster })}
          </Button>
        </FormFoot>
      </div>
    </Dialog>
  );
}

interface ReadText {
  readonly dashboard?: Dashboard;
  readonly reason?: NoDashboard["reason"];
  readonly detail?: string;
}

function readOf(text: string): ReadText {
  if (text.trim() === "") return {};
  try {
    return { dashboard: parseDashboard(text) };
  } catch (error) {
    if (!(error instanceof NoDashboard)) throw error;
    return { reason: error.reason, detail: error.message };
  }
}

function Preview({ dashboard }: { readonly dashboard: Dashboard }) {
  const t = useText();
  const panels = dashboard.sections.flatMap(({ panels }) => panels);
  return (
    <section className={styles.preview} aria-label={t("preview")}>
      <h3>{dashboard.title || t("noTitle")}</h3>
      <p>
        {t("panelCount", { count: panels.length })} ·{" "}
        {t("variableCount", { count: dashboard.variables.length })}
      </p>
      {dashboard.unmapped.length > 0 && <UnmappedList unmapped={dashboard.unmapped} />}
    </section>
  );
}
