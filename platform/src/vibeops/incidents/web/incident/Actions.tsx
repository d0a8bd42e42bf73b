import { Button, call, icons, ProblemView } from "@naru/ui";
import { useState } from "react";
import { acknowledgeIncident, type IncidentRow, reopenIncident } from "../../api.ts";
import { useText } from "../messages.ts";
import { useWrite } from "../useWrite.ts";
import { PostMortemDialog } from "./PostMortemDialog.tsx";
import { ResolveDialog } from "./ResolveDialog.tsx";

/** What can be done to an incident; each can be taken back. */
export function Actions({ incident: { id, state, acknowledgedAt } }: { readonly incident: IncidentRow }) {
  const t = useText();
  const { isBusy, error, run } = useWrite();
  const [dialog, setDialog] = useState<"resolve" | "post-mortem">();
  const isAcknowledged = acknowledgedAt !== null;
  const close = () => setDialog(undefined);
  return (
    <>
      {error !== undefined && <ProblemView error={error} brief />}
      {state === "open" && (
        <>
          <Button
            disabled={isBusy}
            onClick={() => run(() => call(acknowledgeIncident, { id, isAcknowledged: !isAcknowledged }))}
          >
            {isAcknowledged ? (
              <icons.IconArrowBackUp size={15} aria-hidden />
            ) : (
              <icons.IconCheck size={15} aria-hidden />
            )}
            {t(isAcknowledged ? "unacknowledge" : "acknowledge")}
          </Button>
          <Button look="primary" disabled={isBusy} onClick={() => setDialog("resolve")}>
            {t("resolve")}
          </Button>
        </>
      )}
      {state === "resolved" && (
        <Button disabled={isBusy} onClick={() => run(() => call(reopenIncident, { id }))}>
          <icons.IconArrowBackUp size={15} aria-hidden />
          {t("reopen")}
        </Button>
      )}
      <Button onClick={() => setDialog("post-mortem")}>
        <icons.IconDownload size={15} aria-hidden />
        {t("postMortem")}
      </Button>
      {dialog === "resolve" && <ResolveDialog id={id} onClose={close} />}
      {dialog === "post-mortem" && <PostMortemDialog id={id} onClose={close} />}
    </>
  );
}
