import { Button, call, Dialog, Form, FormFoot, ProblemView, useWork } from "@naru/ui";
import { useState } from "react";
import { endSessions, type SessionRow } from "../../api.ts";
import { useText } from "../messages.ts";
import type { Place } from "./Found.tsx";

/** One session, or all of a user. */
export type Ending = { readonly session: SessionRow } | { readonly user: string };

interface EndDialogProps {
  readonly place: Place;
  readonly ending: Ending;
  readonly onClose: () => void;
}

export function EndDialog({ place, ending, onClose }: EndDialogProps) {
  const t = useText();
  const { isBusy, error, run } = useWork();
  const [ended, setEnded] = useState<number>();
  const isOne = "session" in ending;
  const title = isOne ? t("endOne") : t("endAllTitle", { user: ending.user });
  const end = () =>
    run(async () => {
      const what = isOne ? { handle: ending.session.handle } : { user: ending.user };
      setEnded((await call(endSessions, { ...place, ...what })).ended);
    });
  if (ended !== undefined) {
    return (
      <Dialog title={title} onClose={onClose}>
        <Form>
          <p role="status">{t("ended", { count: ended })}</p>
          <FormFoot>
            <Button look="primary" onClick={onClose}>
              {t("close")}
            </Button>
          </FormFoot>
        </Form>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={end}>
        {isOne && (
          <p>
            <code>{ending.session.masked}</code> {ending.session.user ?? t("nobody")}
          </p>
        )}
        <p>{t("endOneHelp")}</p>
        {error !== undefined && <ProblemView error={error} />}
        <FormFoot>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="danger" disabled={isBusy}>
            {t("end")}
          </Button>
        </FormFoot>
      </Form>
    </Dialog>
  );
}
