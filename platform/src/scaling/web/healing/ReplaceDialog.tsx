import { Button, call, Dialog, Form, FormFoot, type OutputOf, ProblemView, useWork } from "@naru/ui";
import { useState } from "react";
import { type Patient, replacePod } from "../../api.ts";
import { useText } from "./messages.ts";

interface ReplaceDialogProps {
  readonly patient: Pick<Patient, "cluster" | "namespace" | "pod">;
  readonly onClose: () => void;
}

export function ReplaceDialog({ patient: { cluster, namespace, pod }, onClose }: ReplaceDialogProps) {
  const t = useText();
  const { isBusy, error, run } = useWork();
  const [done, setDone] = useState<OutputOf<typeof replacePod>>();
  const title = t("replaceTitle", { pod });
  const replace = () =>
    run(async () => {
      setDone(await call(replacePod, { cluster, namespace, pod }));
    });
  if (done !== undefined) {
    return (
      <Dialog title={title} onClose={onClose}>
        <Form>
          <p role="status">
            {done.result === "refused" ? t("refused", { reason: done.reason }) : t("replaced")}
          </p>
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
      <Form onSubmit={replace}>
        <p>{t("replaceHelp")}</p>
        {error !== undefined && <ProblemView error={error} />}
        <FormFoot>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="danger" disabled={isBusy}>
            {t("replace")}
          </Button>
        </FormFoot>
      </Form>
    </Dialog>
  );
}
