import { useGo } from "@naru/ui";
import { useState } from "react";
import { deleteObject } from "../../api.ts";
import { keepDraft } from "../apply/draft.ts";
import type { Place } from "../targets.ts";
import { ActionDialog } from "./ActionDialog.tsx";
import styles from "./Actions.module.css";
import { useActionText } from "./messages.ts";

interface DeleteDialogProps {
  readonly place: Place;
  readonly apiVersion: string;
  readonly onClose: () => void;
}

/** Asks for the object's name first. The way back is its YAML; a secret's values are gone with it. */
export function DeleteDialog({ place, apiVersion, onClose }: DeleteDialogProps) {
  const t = useActionText();
  const { cluster, kind, namespace, name } = place;
  const go = useGo();
  const [typed, setTyped] = useState("");
  return (
    <ActionDialog
      title={t("deleteTitle", { name: `${kind} ${name}` })}
      help={t("deleteHelp")}
      confirm={t("deleteIt")}
      danger
      step={{ operation: deleteObject, input: { cluster, apiVersion, kind, namespace, name } }}
      done={t("deleted", { name: `${kind} ${name}` })}
      back={
        kind === "Secret"
          ? undefined
          : {
              label: t("yamlBefore"),
              onClick: (before) => go({ to: "/apply", search: { cluster, draft: keepDraft(before) } }),
            }
      }
      valid={typed === name}
      onClose={onClose}
    >
      <label className={styles.field}>
        {t("typeName", { name })}
        <input
          type="text"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
    </ActionDialog>
  );
}
