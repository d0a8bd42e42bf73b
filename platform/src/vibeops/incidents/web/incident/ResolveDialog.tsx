import { Button, call, Dialog, ProblemView, FormFoot } from "@naru/ui";
import { useState } from "react";
import { resolveIncident } from "../../api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";
import { useWrite } from "../useWrite.ts";

interface ResolveDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function ResolveDialog({ id, onClose }: ResolveDialogProps) {
  const t = useText();
  const [text, setText] = useState("");
  const { isBusy, error, run } = useWrite();
  return (
    <Dialog title={t("resolveTitle")} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) run(() => call(resolveIncident, { id, text: text.trim() }), onClose);
        }}
      >
        <p>{t("resolveHelp")}</p>
        <label>
          {t("whatHelped")}
          <textarea
            rows={3}
            maxLength={10_000}
            value={text}
            data-autofocus
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {error !== undefined && <ProblemView error={error} />}
        <FormFoot>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={isBusy}>
            {t(isBusy ? "resolving" : "resolve")}
          </Button>
        </FormFoot>
      </form>
    </Dialog>
  );
}
