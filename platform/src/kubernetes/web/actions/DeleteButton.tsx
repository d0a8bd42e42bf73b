import { Button, icons } from "@naru/ui";
import { useState } from "react";
import type { Place } from "../targets.ts";
import { DeleteDialog } from "./DeleteDialog.tsx";
import { useActionText } from "./messages.ts";

export function DeleteButton({ place, apiVersion }: { readonly place: Place; readonly apiVersion: string }) {
  const t = useActionText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <icons.IconTrash size={15} stroke={1.7} aria-hidden />
        {t("deleteIt")}…
      </Button>
      {open && <DeleteDialog place={place} apiVersion={apiVersion} onClose={() => setOpen(false)} />}
    </>
  );
}
